package dev.otpstream.benchmarks.platform;

import java.util.OptionalDouble;

/** Reads the used heap out of metrics in Prometheus' text format. */
final class HeapMetric {
  static final String NAME = "jvm_memory_used_bytes";
  static final String HEAP = "area=\"heap\"";

  private HeapMetric() {}

  /** The sum over the heap's parts; empty if the metrics tell of none. */
  static OptionalDouble usedBytes(String metrics) {
    return metrics.lines().filter(line -> line.startsWith(NAME + "{") && line.contains(HEAP))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce(Double::sum);
  }
}
