package dev.otpstream.kit.observe;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How many records wait in the partitions that a client has, by topic: the sum of what the client says of each. One look
 * at the client serves all topics. Thread-safe.
 */
final class Lag {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final String NAME = "records-lag";
  private final Supplier<Map<MetricName, ? extends Metric>> metrics;
  private Map<String, Double> byTopic = Map.of();
  private long lookedAtNs = System.nanoTime() - FRESH.toNanos();

  Lag(Supplier<Map<MetricName, ? extends Metric>> metrics) {
    this.metrics = metrics;
  }

  synchronized double of(String topic) {
    if (System.nanoTime() - lookedAtNs >= FRESH.toNanos()) {
      byTopic = look();
      lookedAtNs = System.nanoTime();
    }
    return byTopic.getOrDefault(topic, 0.0);
  }

  private Map<String, Double> look() {
    var sums = new HashMap<String, Double>();
    for (Map.Entry<MetricName, ? extends Metric> entry : metrics.get().entrySet()) {
      MetricName name = entry.getKey();
      String topic = name.tags().get("topic");
      if (topic == null || !name.name().equals(NAME) || !name.tags().containsKey("partition")) continue;
      if (entry.getValue().metricValue() instanceof Double lag && !lag.isNaN()) sums.merge(topic, lag, Double::sum);
    }
    return sums;
  }
}
