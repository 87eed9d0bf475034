package dev.otpstream.benchmarks.load;

import java.time.Duration;

/**
 * What a load is to be.
 *
 * @param warmup      not measured
 * @param measured    the window in which operations must be due to count
 * @param inFlightMax starts without an end at any moment; an open loop that reaches it falls behind and says so
 * @param patience    how long after the window starts are made up for and ends are waited for
 */
public record Plan(Pace pace, Duration warmup, Duration measured, int inFlightMax, Duration patience) {
  public Plan {
    if (inFlightMax < 1) throw new IllegalArgumentException("something must be in flight");
  }
}
