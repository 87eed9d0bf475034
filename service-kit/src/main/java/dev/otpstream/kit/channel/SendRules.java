package dev.otpstream.kit.channel;

import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Retries only what surely was not sent, and only while the code still lives; reports the rest.
 *
 * @param waits the pauses between tries while the provider cannot be reached; after the last one the next channel is
 *              better than another try
 */
record SendRules(List<Duration> waits) {
  /** A provider that says "later" without a time must not be asked in a tight loop. */
  static final Duration THROTTLE_WAIT_MIN = Duration.ofMillis(100);

  /**
   * Decides.
   *
   * @param round the round that has just ended, from 1, whether or not anybody was called in it
   */
  Next next(SendOutcome outcome, int round, Instant expiresAt, Instant now) {
    return switch (outcome) {
      case SendOutcome.Accepted accepted -> new Next.Report(SendReport.sent(accepted));
      case SendOutcome.Rejected rejected ->
        new Next.Report(SendReport.refused(rejected.reason(), rejected.providerCode()));
      case SendOutcome.Unclear _ -> new Next.Report(SendReport.unclear()); // a retry could reach the recipient twice
      case SendOutcome.Throttled throttled ->
        later(atLeast(throttled.retryAfter(), THROTTLE_WAIT_MIN), expiresAt, now, Reason.PROVIDER_THROTTLED);
      case SendOutcome.Unavailable _ when round > waits.size() ->
        new Next.Report(SendReport.refused(Reason.PROVIDER_UNAVAILABLE, null));
      case SendOutcome.Unavailable _ -> later(waits.get(round - 1), expiresAt, now, Reason.PROVIDER_UNAVAILABLE);
    };
  }

  private static Next later(Duration wait, Instant expiresAt, Instant now, Reason otherwise) {
    Duration life = Duration.between(now, expiresAt);
    return wait.compareTo(life) < 0
        ? new Next.RetryAt(now.plus(wait))
        : new Next.Report(SendReport.refused(otherwise, null));
  }

  private static Duration atLeast(Duration wait, Duration min) {
    return wait.compareTo(min) < 0 ? min : wait;
  }
}
