package dev.otpstream.engine.core;

import java.time.Duration;
import java.util.List;

/**
 * How much one recipient may be bothered and attacked. The defaults keep the chance to guess a six-digit code by all the
 * attempts of a day at one in ten thousand, whatever is resent.
 *
 * @param coolDown        the wait after the first code, after the second and so on; the last one repeats
 * @param coolDownReset   after so long without a new code the ladder starts again
 * @param failuresPerHour failed attempts of a recipient in any hour, over all its codes
 * @param failuresPerDay  failed attempts of a recipient in any 24 hours, over all its codes
 * @param retention       how long an ended message can be asked for
 */
public record Limits(List<Duration> coolDown, Duration coolDownReset, int failuresPerHour, int failuresPerDay,
    Duration retention) {
  /** The first resend is free, since the first message is often lost or mistyped; then patience is asked for. */
  public static final Limits DEFAULT = new Limits(
      List.of(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(120),
          Duration.ofMinutes(5)),
      Duration.ofHours(1), 20, 100, Duration.ofHours(24));

  public Limits {
    coolDown = List.copyOf(coolDown);
  }

  Duration coolDownAfter(int sends) {
    if (sends == 0 || coolDown.isEmpty()) return Duration.ZERO;
    return coolDown.get(Math.min(sends, coolDown.size()) - 1);
  }
}
