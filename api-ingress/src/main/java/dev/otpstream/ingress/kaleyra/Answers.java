package dev.otpstream.ingress.kaleyra;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.json.Json;
import java.time.Duration;
import java.util.Map;

/** Answers that several operations give. */
final class Answers {
  static final Json EMPTY = new Json.Obj(Map.of());
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final String KEY = "api-key";
  static final String LATER = "Something went wrong at our end please try again after some time";

  private Answers() {}

  static Answer refused(Refusal refusal) {
    return error(400, refusal.code(), refusal.getMessage(),
        Json.obj(refusal.field(), Json.of(refusal.getMessage())));
  }

  /** One answer for a wrong key, another account's id and an account that may not call: it tells no guesser which. */
  static Answer unauthorized() {
    String message = "Invalid api-key";
    return error(401, "UNAUTHORIZED", message, Json.obj(KEY, Json.of(message)));
  }

  /** The account, or the recipient, has had enough for now. */
  static Answer tooMany(Duration wait) {
    return error(429, "E403", LATER, EMPTY).retryAfter(wait);
  }

  /** The engine was silent: nothing was sent and no attempt was counted. */
  static Answer busy() {
    return error(503, "E403", LATER, EMPTY).retryAfter(RETRY_AFTER);
  }

  static Answer error(int status, String code, String message, Json error) {
    return Answer.of(status, Json.obj("code", Json.of(code), "message", Json.of(message), "error", error));
  }
}
