package dev.otpstream.channel.telegram;

import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.Receipt.Subject;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text by which the gateway's reports name our dispatch: the message's id, a colon, the dispatch's number. */
final class Payload {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,15}):([1-9][0-9]{0,3})");

  private Payload() {}

  static String of(OpenDispatch dispatch) {
    return dispatch.messageId() + ":" + dispatch.dispatch();
  }

  /** The dispatch, unless the text is not one of ours. */
  static Optional<Subject> read(String payload) {
    var matcher = FORM.matcher(payload);
    return matcher.matches()
        ? Optional.of(new Subject.Ours(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }
}
