package dev.otpstream.webhooks.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * How long an endpoint has not taken anything. Every refusal counts, not only those that make it rest: who answers 404
 * for days is not there either.
 *
 * @param failingSince  when the first call failed after the last success; the epoch: it does not fail
 * @param failedAt      when a call failed last
 * @param switchedOffAt when the endpoint was switched off; the epoch: it is on
 * @param announced     whether others have been told that it fails
 */
record Health(Instant failingSince, Instant failedAt, Instant switchedOffAt, boolean announced) {
  static final Health WELL = new Health(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, false);
  /** What is over sooner is nobody's news. */
  static final Duration ANNOUNCED_AFTER = Duration.ofMinutes(5);
  /** An endpoint of which nothing was heard for so long is forgotten. */
  static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

  boolean isFailing() {
    return !failingSince.equals(Instant.EPOCH);
  }

  boolean isOff() {
    return !switchedOffAt.equals(Instant.EPOCH);
  }

  /** A call has failed. */
  Health failed(LaneLimits limits, Instant now) {
    Instant since = isFailing() ? failingSince : now;
    boolean tooLong = !now.isBefore(since.plus(limits.switchOffAfter()));
    return new Health(since, now, tooLong && !isOff() ? now : switchedOffAt, announced);
  }

  /** Whether others should hear of it now: it has failed for a while, and they do not know; or it is off since now. */
  boolean isNews(Health before, Instant now) {
    return isOff() != before.isOff()
        || (isFailing() && !announced && !now.isBefore(failingSince.plus(ANNOUNCED_AFTER)));
  }

  Health told() {
    return new Health(failingSince, failedAt, switchedOffAt, true);
  }

  /** Whether nothing has been heard of it for so long that it need not be remembered. */
  boolean isForgotten(Instant now) {
    return isFailing() && !now.isBefore(failedAt.plus(FORGOTTEN_AFTER));
  }

  /** When one that fails is looked at next, so that it is not remembered for ever: every so often since it began. */
  Instant nextReview(Instant now) {
    long reviews = Duration.between(failingSince, now).dividedBy(FORGOTTEN_AFTER);
    return failingSince.plus(FORGOTTEN_AFTER.multipliedBy(reviews + 1));
  }
}
