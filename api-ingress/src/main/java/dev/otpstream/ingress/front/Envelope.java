package dev.otpstream.ingress.front;

import dev.otpstream.ingress.json.Json;
import java.time.Duration;

/** The error envelope of our own API, which is also Zapnoty's: a text for people, a code for programs, a hint to retry. */
public final class Envelope {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Envelope() {}

  public static Answer error(int status, String code, boolean retryable, String text) {
    return Answer.of(status,
        Json.obj("error", Json.of(text), "code", Json.of(code), "retryable", Json.of(retryable)));
  }

  public static Answer error(int status, String code, String text) {
    return error(status, code, false, text);
  }

  /** It cannot be done now, and may be asked for again. */
  public static Answer busy(String text) {
    return error(503, "platform_busy", true, text).retryAfter(RETRY_AFTER);
  }

  /** What operators are answered when a call does not come as far as its operation. */
  public static Answer fault(Fault fault) {
    return switch (fault) {
      case UNKNOWN_PATH -> error(404, "not_found", "No such path");
      case WRONG_METHOD -> error(405, "method_not_allowed", "Method not allowed");
      case BODY_TOO_LARGE -> error(413, "validation_failed", "Body too large");
      case BODY_UNREADABLE -> error(400, "bad_request", "Body cannot be read");
      case BUSY -> busy("Busy");
      case INTERNAL -> error(500, "internal_error", true, "Internal error");
    };
  }

  /** The answer to what never became a call, by its HTTP status: the client's fault, unless it says otherwise. */
  static Answer fault(int status) {
    return switch (status) {
      case 404 -> error(status, "not_found", "No such path");
      case 500, 503 -> error(status, "internal_error", true, "Internal error");
      default -> error(status, "bad_request", "Bad request");
    };
  }
}
