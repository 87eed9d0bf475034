package dev.otpstream.benchmarks.durability;

import dev.otpstream.benchmarks.load.Pace;
import dev.otpstream.benchmarks.platform.Platform;
import dev.otpstream.benchmarks.report.Report;
import dev.otpstream.benchmarks.run.Measurement;
import dev.otpstream.benchmarks.run.Settings;
import dev.otpstream.benchmarks.scenarios.VerifyScenario;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** Right verifies of codes that are sent before, as often as one likes. */
final class Verifies implements AutoCloseable {
  static final Duration WARMUP = Duration.ofSeconds(5);
  /** What every load tells, whatever the scenario. */
  static final List<String> FIELDS = List.of("rate", "seconds", "ok", "errors", "rps", "p50_ms", "p95_ms", "p99_ms",
      "cpu_us_per_op", "raw_rps", "share_of_raw");
  /** With {@code max}: it ends when they do. */
  private static final int CODES_SATURATED = 40_000;

  private final Settings settings;
  private final Measurement measurement;

  Verifies(String name, Platform platform, Pace pace, Duration measured) {
    settings = Settings.of(pace, WARMUP, measured);
    measurement = new Measurement(name, platform, settings, site -> new VerifyScenario(site, 0));
  }

  /** How many codes a load needs. */
  static long codes(Pace pace, Duration measured) {
    return switch (pace) {
      case Pace.Fixed(double perSecond) -> (long) Math.ceil(perSecond * (measured.plus(WARMUP).toMillis() / 1e3)) + 1;
      case Pace.Saturated _ -> CODES_SATURATED;
    };
  }

  /** Sends the codes of the next load, and waits until the platform has nothing left to do. */
  void prepare() {
    measurement.ready(codes(settings.plan().pace(), settings.plan().measured()));
    measurement.settle();
  }

  /** One load, which needs to have been prepared. */
  Report load() {
    return measurement.measure(settings.plan(), OptionalDouble.empty());
  }

  /** The same with the raw limit of its brokers, measured now. */
  Report withRaw(Report report) {
    return measurement.withRaw(report);
  }

  @Override public void close() {
    measurement.close();
  }
}
