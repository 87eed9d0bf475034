package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.json.Json;
import java.time.Duration;

/**
 * EngageLab's error codes with their HTTP statuses.
 *
 * @see <a href="https://www.engagelab.com/docs/otp/REST-API/OTP-Delivery">EngageLab, OTP Send</a>
 */
final class Answers {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Answers() {}

  static Answer success() {
    return Answer.ok(body(0, "success"));
  }

  static Answer internal() {
    return error(500, 1000, "internal error");
  }

  /** Whoever had to do it was silent: nothing was sent, counted or charged. */
  static Answer away() {
    return error(503, 1000, "not available now, try again").retryAfter(RETRY_AFTER);
  }

  static Answer wrongCredentials() {
    return error(401, 2001, "incorrect or missing credentials").with("WWW-Authenticate", "Basic realm=\"otp\"");
  }

  static Answer disabledCredentials() {
    return error(401, 2002, "credentials disabled").with("WWW-Authenticate", "Basic realm=\"otp\"");
  }

  static Answer noRight() {
    return error(403, 2004, "no permission to call this API");
  }

  static Answer notJson() {
    return error(400, 3001, "the body is not a JSON object with content type application/json");
  }

  /** A field is not as it must be. */
  static Answer wrong(String problem) {
    return error(400, 3002, problem);
  }

  /** All fields are as they must be, and it cannot be done all the same. */
  static Answer impossible(String why) {
    return error(400, 3003, why);
  }

  /** Too much of something that time will allow again. */
  static Answer rateLimit(String what, Duration retryAfter) {
    return error(429, 3003, what).retryAfter(retryAfter);
  }

  static Answer rateLimit() {
    return rateLimit("rate limit", RETRY_AFTER);
  }

  /** The same template to the same recipient while its code lives. */
  static Answer tooSoon(Duration retryAfter) {
    return error(400, 3004, "exceeded frequency limit: the last code of this template is still valid")
        .retryAfter(retryAfter);
  }

  static Answer unknown(String what) {
    return error(400, 4001, what);
  }

  static Answer sendFailed(String why) {
    return error(400, 5001, why);
  }

  static Answer error(int status, int code, String message) {
    return Answer.of(status, body(code, message));
  }

  private static Json body(int code, String message) {
    return Json.obj("code", Json.of(code), "message", Json.of(message));
  }
}
