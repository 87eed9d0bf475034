package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import java.time.Duration;

/** Answers that several operations give. */
final class Answers {
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Answers() {}

  /** The engine was silent: nothing was sent and no attempt was counted. */
  static Answer busy() {
    return Envelope.error(503, "platform_busy", true, "Not available now; try again").retryAfter(RETRY_AFTER);
  }

  static Answer idempotencyConflict() {
    return Envelope.error(409, "idempotency_conflict", "The Idempotency-Key was used with another request");
  }
}
