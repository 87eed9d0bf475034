package dev.otpstream.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final PrometheusMeterRegistry registry = Meters.registry();

  @Test void ofKafkasNumbersOnlyTheChosenAreKept() {
    registry.counter("kafka.producer.record.error.total", "client.id", "api-ingress-commands", "kafka.version", "4");
    registry.gauge("kafka.stream.state.block.cache.usage", 1);
    registry.gauge("kafka.consumer.fetch.manager.records.lag", 1);
    registry.counter("otp.events", "type", "accepted");
    assertThat(registry.scrape()).contains("kafka_producer_record_error_total{client_id=\"api-ingress-commands\"} 0.0")
        .contains("otp_events_total").doesNotContain("block_cache").doesNotContain("records_lag");
  }

  @Test void nothingThatMultipliesWithPartitionsIsKept() {
    registry.counter("kafka.producer.record.send.total", "client.id", "c", "topic", "otp.commands");
    registry.counter("kafka.consumer.connection.count", "client.id", "c", "node.id", "1");
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test void aProcessTellsItsMemory() {
    Meters.addProcess(registry);
    assertThat(registry.get("process.resident.memory.bytes").gauge().value()).isGreaterThan(1 << 20);
  }

  @Test void theLagOfATopicIsTheSumOfItsPartitions() {
    var lag = new Lag(() -> metrics("otp.commands", 3.0, 4.0, Double.NaN));
    assertThat(lag.of("otp.commands")).isEqualTo(7);
    assertThat(lag.of("otp.references")).isZero();
  }

  @Test void oneLookAtAClientServesAllItsTopics() {
    var looks = new AtomicInteger();
    var lag = new Lag(() -> {
      looks.incrementAndGet();
      return Map.of();
    });
    for (int i = 0; i < 5; i++)
      assertThat(lag.of("topic-" + i)).isZero();
    assertThat(looks).hasValue(1);
  }

  private static Map<MetricName, Metric> metrics(String topic, Double... lags) {
    var metrics = new LinkedHashMap<MetricName, Metric>();
    for (int partition = 0; partition < lags.length; partition++) {
      var name = new MetricName("records-lag", "consumer-fetch-manager-metrics", "",
          Map.of("topic", topic, "partition", Integer.toString(partition)));
      metrics.put(name, new Fixed(name, lags[partition]));
    }
    return metrics;
  }

  private record Fixed(MetricName metricName, Object metricValue) implements Metric {}
}
