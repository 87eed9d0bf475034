package dev.otpstream.standalone.redrive;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which letters are meant; what is empty does not narrow the choice.
 *
 * @param topic  the origin's topic
 * @param reason a part of the reason, in whatever case
 * @param from   not buried before it
 * @param to     buried before it
 */
record Choice(Optional<String> topic, Optional<String> reason, Optional<Instant> from, Optional<Instant> to) {
  static final Choice ALL = new Choice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  boolean includes(Letter letter) {
    return topic.map(letter.origin().topic()::equals).orElse(true)
        && reason.map(part -> lower(letter.reason()).contains(lower(part))).orElse(true)
        && from.map(start -> !letter.buriedAt().isBefore(start)).orElse(true)
        && to.map(letter.buriedAt()::isBefore).orElse(true);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
