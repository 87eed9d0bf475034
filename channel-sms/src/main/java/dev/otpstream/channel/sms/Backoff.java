package dev.otpstream.channel.sms;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Waits that double with each failure, with jitter, so that many workers do not come back at the same moment.
 *
 * @param random from 0 to 1
 */
record Backoff(Duration min, Duration max, DoubleSupplier random) {
  /** The wait after so many failures in a row: between half and the whole of what doubling gives. */
  Duration after(int failures) {
    double whole = Math.min((double) max.toNanos(), min.toNanos() * Math.pow(2, failures - 1.0));
    return Duration.ofNanos((long) (whole * (1 + random.getAsDouble()) / 2));
  }
}
