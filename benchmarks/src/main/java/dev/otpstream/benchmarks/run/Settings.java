package dev.otpstream.benchmarks.run;

import dev.otpstream.benchmarks.load.Pace;
import dev.otpstream.benchmarks.load.Plan;
import java.time.Duration;

/**
 * How a scenario is to be measured.
 *
 * @param plan              the load; with a saturated pace, of the search for the ceiling
 * @param inFlightOpen      most operations without an end in an open loop
 * @param timeout           when a call counts as unanswered
 * @param rawTime           how long to measure the raw limit; zero: not at all
 * @param ceilingOperations how many operations the search for the ceiling may start where they need preparation
 */
public record Settings(Plan plan, int inFlightOpen, Duration timeout, Duration rawTime, long ceilingOperations) {
  private static final int IN_FLIGHT_OPEN = 20_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int IN_FLIGHT_SATURATED = 100;
  private static final Duration RAW_TIME = Duration.ofSeconds(4);

  /** A load as asked for, with the raw limit. */
  public static Settings of(Pace pace, Duration warmup, Duration measured) {
    int inFlight = switch (pace) {
      case Pace.Fixed _ -> IN_FLIGHT_OPEN;
      case Pace.Saturated _ -> IN_FLIGHT_SATURATED;
    };
    return new Settings(new Plan(pace, warmup, measured, inFlight, PATIENCE), IN_FLIGHT_OPEN, TIMEOUT, RAW_TIME, 1);
  }
}
