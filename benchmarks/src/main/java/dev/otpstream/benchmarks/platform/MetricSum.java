package dev.otpstream.benchmarks.platform;

import java.net.URI;
import java.util.List;
import java.util.OptionalDouble;

/** Adds up a metric of several processes, in Prometheus' text format. */
final class MetricSum {
  private MetricSum() {}

  /**
   * @param name  the metric
   * @param label what must be among its labels; empty: anything
   * @return empty if one of them does not answer
   */
  static OptionalDouble of(List<URI> ops, String name, String label) {
    double sum = 0;
    for (URI each : ops) {
      try {
        sum += of(new JsonApi(each).text("/metrics"), name, label);
      } catch (IllegalStateException e) {
        return OptionalDouble.empty();
      }
    }
    return OptionalDouble.of(sum);
  }

  static double of(String metrics, String name, String label) {
    return metrics.lines().filter(line -> line.startsWith(name + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
  }
}
