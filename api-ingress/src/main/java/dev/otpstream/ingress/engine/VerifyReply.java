package dev.otpstream.ingress.engine;

import dev.otpstream.schemas.VerifyOutcome;
import java.time.Duration;

/** The engine's answer to a guess. */
public sealed interface VerifyReply permits VerifyReply.Judged, EngineAway {
  /**
   * What became of the attempt.
   *
   * @param attemptsLeft how many further attempts the code allows
   * @param retryAfter   when attempts are compared again, if the budget is used up; else zero
   */
  record Judged(VerifyOutcome outcome, int attemptsLeft, Duration retryAfter) implements VerifyReply {}
}
