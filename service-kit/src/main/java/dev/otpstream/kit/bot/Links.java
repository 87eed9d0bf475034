package dev.otpstream.kit.bot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the payloads of links and the data of buttons mean. Anybody can make one up, so all else means nothing. */
final class Links {
  /** What a link asks for. */
  sealed interface Payload {
    /** A code, after consent. */
    record Code(String requestId) implements Payload {}

    /** Messages of an account. */
    record Subscription(String accountId) implements Payload {}

    /** Nothing that we know. */
    record Plain() implements Payload {}
  }

  /** A user's answer to the question for consent. */
  record Answer(boolean agrees, String requestId) {}

  private static final Pattern CODE = Pattern.compile("otp_([A-Za-z0-9_-]{1,56})");
  private static final Pattern SUBSCRIPTION = Pattern.compile("sub_([A-Za-z0-9_-]{1,124})");
  private static final Pattern BUTTON = Pattern.compile("otp:([yn]):([A-Za-z0-9_-]{1,56})");

  private Links() {}

  static Payload payload(String text) {
    Matcher code = CODE.matcher(text);
    if (code.matches()) return new Payload.Code(code.group(1));
    Matcher subscription = SUBSCRIPTION.matcher(text);
    return subscription.matches() ? new Payload.Subscription(subscription.group(1)) : new Payload.Plain();
  }

  static String button(Answer answer) {
    return "otp:" + (answer.agrees() ? "y" : "n") + ":" + answer.requestId();
  }

  static Optional<Answer> answer(String data) {
    Matcher button = BUTTON.matcher(data);
    return button.matches() ? Optional.of(new Answer(button.group(1).equals("y"), button.group(2))) : Optional.empty();
  }
}
