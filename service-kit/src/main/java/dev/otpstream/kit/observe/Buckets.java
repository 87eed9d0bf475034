package dev.otpstream.kit.observe;

import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** The fixed buckets of all our histograms: the same everywhere, so that stages can be compared and added. */
public final class Buckets {
  private static final Duration[] ANSWERS = millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);
  private static final Duration[] WAITS = seconds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900);

  private Buckets() {}

  /** For what a machine waits for: 5 ms to 30 s. */
  public static Duration[] answers() {
    return ANSWERS.clone();
  }

  /** For what a person waits for: 100 ms to 15 minutes. */
  public static Duration[] waits() {
    return WAITS.clone();
  }

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  private static Duration[] seconds(double... bounds) {
    return DoubleStream.of(bounds).mapToObj(s -> Duration.ofMillis(Math.round(s * 1_000))).toArray(Duration[]::new);
  }
}
