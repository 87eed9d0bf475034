package dev.otpstream.channel.max;

import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.util.List;

/** What the messenger's answers mean to the worker. */
final class Outcomes {
  /** Where the messenger does not say; it documents no time. */
  static final Duration THROTTLE_DEFAULT = Duration.ofSeconds(1);
  /** Our own turns are used up: no reason to wait long. */
  private static final Duration NO_TURN = Duration.ofMillis(200);

  private Outcomes() {}

  /** Of a new message. */
  static SendOutcome ofMessage(Said said) {
    return switch (said) {
      case Said.Done done -> {
        String mid = done.answer().path("message").path("body").path("mid").asText("");
        yield mid.isEmpty()
            ? new SendOutcome.Unclear("HTTP 200 without a message")
            : new SendOutcome.Accepted(List.of(mid), 1);
      }
      case Said.Refused refused -> ofRefusal(refused, true);
      case Said.Puzzling(String detail) -> new SendOutcome.Unclear(detail);
      case Said.Unheard(String detail) -> new SendOutcome.Unclear(detail);
      case Said.Unreached(String detail) -> ofUnreached(detail);
    };
  }

  /** Of a change of a message, which harms nobody if it is made twice. */
  static SendOutcome ofEdit(Said said, String mid) {
    return switch (said) {
      case Said.Done _ -> new SendOutcome.Accepted(List.of(mid), 1);
      case Said.Refused refused -> ofRefusal(refused, false);
      case Said.Puzzling(String detail) -> new SendOutcome.Unavailable(detail);
      case Said.Unheard(String detail) -> new SendOutcome.Unavailable(detail);
      case Said.Unreached(String detail) -> ofUnreached(detail);
    };
  }

  private static SendOutcome ofUnreached(String detail) {
    return detail.equals(MaxHttp.NO_TURN) ? new SendOutcome.Throttled(NO_TURN) : new SendOutcome.Unavailable(detail);
  }

  /** @param isNew whether it is a new message: what is not found then is the user, who is gone for good */
  private static SendOutcome ofRefusal(Said.Refused refused, boolean isNew) {
    String code = refused.code();
    int status = refused.status();
    if (status == 503) return new SendOutcome.Unavailable(code); // it says that it does not serve
    if (status >= 500) // it may have failed after the deed
      return isNew ? new SendOutcome.Unclear(code) : new SendOutcome.Unavailable(code);
    return switch (status) {
      case 401 -> new SendOutcome.Rejected(Reason.PROVIDER_CONFIGURATION, code);
      case 403 -> new SendOutcome.Rejected(Reason.RECIPIENT_BLOCKED, code);
      case 404 -> new SendOutcome.Rejected(isNew ? Reason.RECIPIENT_BLOCKED : Reason.OTHER, code);
      case 429 -> new SendOutcome.Throttled(refused.retryAfter().orElse(THROTTLE_DEFAULT));
      case 400, 413 -> new SendOutcome.Rejected(Reason.CONTENT_REFUSED, code);
      default -> new SendOutcome.Rejected(Reason.OTHER, code);
    };
  }
}
