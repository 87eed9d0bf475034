package dev.otpstream.channel.sms.kaleyra;

import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an answer to an order means. The body decides, since HTTP statuses are not documented: a message id without an
 * error code is a success. Only what says clearly that nothing was taken is told so.
 */
final class AnswerReader {
  static final Pattern ID = Pattern.compile("[!-~]{1,100}");
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,31}");

  private AnswerReader() {}

  /**
   * Reads what came of an order.
   *
   * @param parts      how many parts its text takes
   * @param throttleBy the pause where a throttle names none
   */
  static SendOutcome read(Said said, int parts, Duration throttleBy) {
    return switch (said) {
      case Said.Unreached(String detail) -> new Unavailable(detail);
      case Said.Unheard(String detail) -> new Unclear(detail);
      case Said.Answered answer -> switch (answer.httpStatus()) {
        case 401, 403 -> new Rejected(Reason.PROVIDER_CONFIGURATION, "HTTP " + answer.httpStatus());
        case 429 -> new Throttled(answer.retryAfter().orElse(throttleBy));
        default -> read(answer, parts);
      };
    };
  }

  private static SendOutcome read(Said.Answered answer, int parts) {
    String id = answer.body().at("/data/0/message_id").asText("");
    String code = answer.body().path("code").asText("");
    boolean refused = CODE.matcher(code).matches() && !code.equals(ErrorCode.SUBMITTED);
    boolean taken = ID.matcher(id).matches();
    int family = answer.httpStatus() / 100;
    if (taken && !refused && family == 2) return new Accepted(List.of(id), parts);
    if (refused && !taken) return ErrorCode.outcome(code);
    if (taken) return new Unclear("HTTP " + answer.httpStatus() + " with a message id");
    if (family == 4) return new Rejected(Reason.PROVIDER_CONFIGURATION, "HTTP " + answer.httpStatus());
    if (answer.httpStatus() == 503) return new Unavailable("HTTP 503");
    return new Unclear("HTTP " + answer.httpStatus() + " that says nothing");
  }
}
