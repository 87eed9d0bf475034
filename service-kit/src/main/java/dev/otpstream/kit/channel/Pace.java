package dev.otpstream.kit.channel;

import java.time.Duration;
import java.time.Instant;

/**
 * Gives each send its moment: so many in a second at most, and none while the provider asked for a pause. Nobody waits
 * here; whoever gets a later moment comes back then. Thread-safe.
 */
final class Pace {
  /** How much of an idle time may be made up for at once. */
  static final Duration BURST = Duration.ofMillis(100);
  private final Duration gap;
  private Instant next = Instant.EPOCH;
  private Instant pausedUntil = Instant.EPOCH;

  /** @param perSecond how many; 0: no limit */
  Pace(int perSecond) {
    this.gap = perSecond == 0 ? Duration.ZERO : Duration.ofSeconds(1).dividedBy(perSecond);
  }

  /**
   * The moment from which one send may go, now at the earliest. It belongs to the asker, unless it is too late for it.
   *
   * @param tooLate a moment that the asker cannot use any more
   */
  synchronized Instant reserve(Instant now, Instant tooLate) {
    Instant moment = later(later(next, now.minus(BURST)), pausedUntil);
    if (moment.isBefore(tooLate)) next = moment.plus(gap);
    return later(moment, now);
  }

  synchronized void pauseUntil(Instant moment) {
    pausedUntil = later(pausedUntil, moment);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
