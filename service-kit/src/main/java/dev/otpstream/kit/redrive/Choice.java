package dev.otpstream.kit.redrive;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which letters are meant; what is empty does not narrow the choice.
 *
 * @param topic  the origin's topic
 * @param reason a part of the reason, in whatever case
 * @param from   not buried before it
 * @param to     buried before it
 * @param letters their offsets among the dead letters
 */
public record Choice(Optional<String> topic, Optional<String> reason, Optional<Instant> from, Optional<Instant> to,
    Set<Long> letters) {
  /** Every letter. */
  public static final Choice ALL = new Choice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
      Set.of());

  public Choice {
    letters = Set.copyOf(letters);
  }

  /** Just these letters, by their offsets among the dead letters. */
  public static Choice of(Set<Long> letters) {
    return new Choice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), letters);
  }

  boolean includes(Letter letter) {
    return topic.map(letter.origin().topic()::equals).orElse(true)
        && reason.map(part -> lower(letter.reason()).contains(lower(part))).orElse(true)
        && from.map(start -> !letter.buriedAt().isBefore(start)).orElse(true)
        && to.map(letter.buriedAt()::isBefore).orElse(true)
        && (letters.isEmpty() || letters.contains(letter.record().offset()));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
