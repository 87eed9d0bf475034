package dev.otpstream.webhooks.schedule;

import java.time.Duration;

/**
 * How much of us one endpoint may have, in each partition.
 *
 * @param widthStart calls in flight to an endpoint of which nothing is known
 * @param widthMax   calls in flight to an endpoint that answers well
 * @param pauseFirst the first pause of an endpoint that does not answer; each further one is twice as long
 * @param pauseMax   the longest pause
 * @param switchOffAfter how long an endpoint may fail before it is switched off
 * @param probeEvery how often one that is off is asked whether it is back
 */
public record LaneLimits(int widthStart, int widthMax, Duration pauseFirst, Duration pauseMax,
    Duration switchOffAfter, Duration probeEvery) {
  public static final int WIDTH_START = 4;
  public static final Duration PAUSE_FIRST_DEFAULT = Duration.ofSeconds(1);
  public static final Duration PAUSE_MAX_DEFAULT = Duration.ofSeconds(60);
  public static final Duration SWITCH_OFF_AFTER_DEFAULT = Duration.ofDays(3);
  public static final Duration PROBE_EVERY_DEFAULT = Duration.ofDays(1);

  /** A lane grows with answers quicker than this. */
  static final Duration QUICK = Duration.ofMillis(250);
  /** A lane shrinks with answers slower than this. */
  static final Duration SLOW = Duration.ofSeconds(1);
  /** An endpoint is given a rest after so many failures in a row. */
  static final int STRAINS_MAX = 3;
}
