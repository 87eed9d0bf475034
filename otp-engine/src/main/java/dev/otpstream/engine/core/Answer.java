package dev.otpstream.engine.core;

import java.time.Duration;
import java.time.Instant;

/** What the caller is told. */
public sealed interface Answer {
  /** The message is accepted and surely done. */
  record Accepted(long messageId, String channel, Instant expiresAt, Instant nextSendAt) implements Answer {}

  /**
   * Nothing was sent and nothing was changed.
   *
   * @param retryAfter when the same order may be accepted
   */
  record Refused(Refusal refusal, Duration retryAfter) implements Answer {}

  /** Why a send is refused. */
  enum Refusal { COOL_DOWN, ACTIVE_CODE, ATTEMPTS_BUDGET }

  /**
   * What became of an attempt.
   *
   * @param messageId    the message whose code was meant; 0: none
   * @param attemptsLeft how many further attempts the code allows
   * @param retryAfter   for {@link Verdict#ATTEMPTS_BUDGET}: when attempts are compared again
   */
  record Verified(Verdict verdict, long messageId, int attemptsLeft, Duration retryAfter) implements Answer {
    static Verified of(Verdict verdict, long messageId) {
      return new Verified(verdict, messageId, 0, Duration.ZERO);
    }
  }

  /** What can become of an attempt; only the first two compared anything. */
  enum Verdict {
    VERIFIED, WRONG_CODE, ATTEMPTS_USED, NO_ACTIVE_CODE, EXPIRED, ALREADY_VERIFIED, ENDED, ATTEMPTS_BUDGET
  }

  /** Whether a cancel ended the message, now or before. */
  record Cancelled(boolean cancelled, long messageId, State state) implements Answer {}

  /** Where a message stands. */
  record Standing(Message message) implements Answer {}

  /** There is no such message. */
  record Unknown() implements Answer {}
}
