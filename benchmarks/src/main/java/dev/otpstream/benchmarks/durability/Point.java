package dev.otpstream.benchmarks.durability;

import dev.otpstream.benchmarks.report.Figures;
import dev.otpstream.benchmarks.report.Report;
import java.util.OptionalDouble;

/**
 * What one size of platform came to.
 *
 * @param codes             live codes while it was measured
 * @param lifecycles        complete lifecycles meanwhile
 * @param stateBytes        what the engine's state takes on disk
 * @param engineBytes       the engine's resident memory
 * @param restoreSeconds    from the kill of the engine to an answer in every partition; empty if not measured
 */
record Point(long codes, int threads, int partitions, int brokers, Report lifecycles, long stateBytes, long engineBytes,
    OptionalDouble restoreSeconds) {
  private static final double MB = 1e6;

  double cpuMicros() {
    return lifecycles.cpuMicrosPerOperation().orElse(Double.NaN);
  }

  Figures figures() {
    var figures = new Figures("growth-point").put("codes", (double) codes).put("threads", threads)
        .put("partitions", partitions)
        .put("brokers", brokers).put("rps", lifecycles.recording().perSecond())
        .put("errors", (double) lifecycles.recording().errorCount())
        .put("p50_ms", lifecycles.latencyMs(50).map(OptionalDouble::of).orElse(OptionalDouble.empty()))
        .put("p99_ms", lifecycles.latencyMs(99).map(OptionalDouble::of).orElse(OptionalDouble.empty()))
        .put("cpu_us_per_op", cpu()).put("state_mb", stateBytes / MB).put("engine_rss_mb", engineBytes / MB)
        .put("restore_s", restoreSeconds);
    lifecycles.cpuMicrosPerOperationByPart().forEach((part, micros) -> figures.put("cpu_us_" + part, micros));
    return figures;
  }

  private OptionalDouble cpu() {
    return lifecycles.cpuMicrosPerOperation().map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
