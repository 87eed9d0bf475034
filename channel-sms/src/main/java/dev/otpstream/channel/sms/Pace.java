package dev.otpstream.channel.sms;

import java.time.Duration;

/**
 * Spaces submits so that a rate is kept, and slows down when the centre asks for it: after a throttled submit it rests,
 * goes on at half the rate seen, and speeds up slowly until there is no need for it. Thread-safe. Instants are those of
 * {@link System#nanoTime}.
 */
final class Pace {
  /** How long it rests after a throttled submit. */
  static final Duration REST = Duration.ofSeconds(1);
  /** By how much a slowed rate grows each second. */
  static final double GROWTH = 1.05;
  private static final double SECOND = 1e9;
  /** How much unused time may be made up for at once, so that uneven arrivals still reach the rate. */
  private static final long CREDIT_NANOS = Duration.ofMillis(100).toNanos();

  private final double rateMax;
  private double rate;
  /** At this rate, reached again, a slowed pace is free again. */
  private double rateSeen;
  private long nextNanos;
  private long restsUntil;
  private long grownAt;
  private long countedFrom;
  private int counted;
  private int countedBefore;

  /** @param rateMax submits a second; 0 is no limit */
  Pace(int rateMax, long now) {
    this.rateMax = rateMax == 0 ? Double.POSITIVE_INFINITY : rateMax;
    rate = this.rateMax;
    nextNanos = now;
    restsUntil = now;
    countedFrom = now;
  }

  /**
   * Takes a place for submits.
   *
   * @return how long to wait before the first; if it is longer than {@code waitMax}, no place was taken
   */
  synchronized Duration reserve(int submits, Duration waitMax, long now) {
    grow(now);
    long begin = Math.max(Math.max(nextNanos, now - CREDIT_NANOS), restsUntil);
    Duration wait = Duration.ofNanos(Math.max(0, begin - now));
    if (wait.compareTo(waitMax) <= 0) {
      nextNanos = begin + (long) (submits / rate * SECOND);
      count(submits, now);
    }
    return wait;
  }

  /** Tells that the centre throttled a submit. Answers to submits from before the rest say nothing new. */
  synchronized void throttled(long now) {
    if (now < restsUntil) return;
    count(0, now);
    rateSeen = Math.max(1, Math.min(rate, Math.max(counted, countedBefore)));
    rate = Math.max(1, rateSeen / 2);
    restsUntil = now + REST.toNanos();
    grownAt = restsUntil;
  }

  /** How long it still rests. */
  synchronized Duration rest(long now) {
    return Duration.ofNanos(Math.max(0, restsUntil - now));
  }

  private void grow(long now) {
    if (rate == rateMax || now <= grownAt) return;
    rate *= Math.pow(GROWTH, (now - grownAt) / SECOND);
    grownAt = now;
    if (rate >= Math.min(rateMax, rateSeen * 2)) rate = rateMax;
  }

  private void count(int submits, long now) {
    double seconds = (now - countedFrom) / SECOND;
    if (seconds >= 1) {
      countedBefore = seconds < 2 ? counted : 0;
      counted = 0;
      countedFrom = now;
    }
    counted += submits;
  }
}
