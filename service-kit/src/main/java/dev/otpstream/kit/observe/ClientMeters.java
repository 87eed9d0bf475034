package dev.otpstream.kit.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The numbers of one Kafka client, from its start to its close; {@link Meters} says which are kept. */
public final class ClientMeters implements AutoCloseable {
  /** How often it is looked for numbers that came up late. */
  public static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private final MeterRegistry registry;
  private final MeterBinder numbers;
  /** Looks now and then for numbers that came up late. */
  private final ScheduledExecutorService latecomers = Executors.newSingleThreadScheduledExecutor(
      Thread.ofVirtual().name("client-meters").factory());
  private final List<Meter> lags = new ArrayList<>();

  private ClientMeters(MeterRegistry registry, Function<ScheduledExecutorService, MeterBinder> binder) {
    this.registry = registry;
    this.numbers = binder.apply(latecomers);
    numbers.bindTo(registry);
  }

  public static ClientMeters of(MeterRegistry registry, Producer<?, ?> producer) {
    return new ClientMeters(registry, executor -> new KafkaClientMetrics(producer, List.of(), executor, LOOK_AGAIN));
  }

  /** @param topics those whose lag is shown */
  public static ClientMeters of(MeterRegistry registry, Consumer<?, ?> consumer, String group,
      Collection<String> topics) {
    return of(registry, executor -> new KafkaClientMetrics(consumer, List.of(), executor, LOOK_AGAIN),
        consumer::metrics, group,
        topics);
  }

  /**
   * Of a client that has a binder of its own.
   *
   * @param binder makes the binder, which is closed with this if it can be
   * @param topics those whose lag is shown
   */
  public static ClientMeters of(MeterRegistry registry, Function<ScheduledExecutorService, MeterBinder> binder,
      Supplier<Map<MetricName, ? extends Metric>> metrics, String group,
      Collection<String> topics) {
    var meters = new ClientMeters(registry, binder);
    var lag = new Lag(metrics);
    for (String topic : topics)
      meters.lags.add(Gauge.builder("otp.lag.records", lag, it -> it.of(topic)).tag("group", group).tag("topic", topic)
          .description("Records that wait in the partitions of this process").strongReference(true)
          .register(registry));
    return meters;
  }

  @Override public void close() {
    latecomers.shutdownNow();
    lags.forEach(registry::remove);
    try {
      if (numbers instanceof AutoCloseable closing) closing.close();
    } catch (Exception e) {
      throw new IllegalStateException("a binder that cannot be closed", e); // none of Micrometer's throws
    }
  }
}
