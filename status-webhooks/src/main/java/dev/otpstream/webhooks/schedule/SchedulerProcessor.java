package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookResult;
import dev.otpstream.webhooks.call.CallResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Carries the {@link Scheduler} on Kafka Streams: reads, tells the time, buries what nobody can read. */
final class SchedulerProcessor implements Processor<String, byte[], String, Object> {
  private static final Duration BEAT = Duration.ofMillis(50);
  /** A beat holds up its partition no longer than this; what is left waits for the next. */
  private static final Duration BEAT_WORK_MAX = Duration.ofMillis(10);

  private final SchedulerSetup setup;
  private final Deserializer<WebhookDue> orders;
  private final Deserializer<WebhookResult> results;
  private ProcessorContext<String, Object> context;
  private SchedulerMetrics metrics;
  private SchedulerStores stores;
  private Outbox outbox;
  private Scheduler scheduler;

  SchedulerProcessor(SchedulerSetup setup) {
    this.setup = setup;
    this.orders = setup.serdes().deserializer(Topics.WEBHOOKS);
    this.results = setup.serdes().deserializer(Topics.WEBHOOK_RESULTS);
  }

  @Override public void init(ProcessorContext<String, Object> processorContext) {
    context = processorContext;
    metrics = new SchedulerMetrics(setup.meters(), setup.pending());
    stores = new SchedulerStores(context, setup.limits());
    outbox = new Outbox(context, orders, metrics);
    scheduler = new Scheduler(setup.schedule(), setup.limits(), stores, outbox, metrics);
    context.schedule(BEAT, PunctuationType.WALL_CLOCK_TIME, this::beat);
  }

  @Override public void process(Record<String, byte[]> record) {
    RecordMetadata origin = context.recordMetadata().orElseThrow();
    if (origin.topic().equals(Topics.WEBHOOKS.name()))
      readOrBury(record, origin, this::hook).ifPresent(h -> scheduler.due(h.queue(), h.lane(), h.hook(), now()));
    else
      readOrBury(record, origin, this::result).ifPresent(result -> scheduler.answered(result, now()));
  }

  private interface Reader<T> {
    T read(String topic, byte[] bytes) throws IncomingHook.Nonsense;
  }

  private <T> Optional<T> readOrBury(Record<String, byte[]> record, RecordMetadata origin, Reader<T> reader) {
    try {
      if (record.key() == null || record.value() == null) throw new IncomingHook.Nonsense("no key or no value");
      return Optional.of(reader.read(origin.topic(), record.value()));
    } catch (SerializationException | IncomingHook.Nonsense e) {
      outbox.bury(record, origin, e.getMessage());
      return Optional.empty();
    }
  }

  private IncomingHook hook(String topic, byte[] bytes) throws IncomingHook.Nonsense {
    return IncomingHook.of(orders.deserialize(topic, bytes), bytes, setup.keys(), setup.targets(), now());
  }

  private CallResult result(String topic, byte[] bytes) {
    return CallResult.read(results.deserialize(topic, bytes));
  }

  private void beat(long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs);
    long end = System.nanoTime() + BEAT_WORK_MAX.toNanos();
    stores.deadlines.reach(now, (kind, subject, at) -> scheduler.reached(kind, subject, at, now),
        () -> System.nanoTime() - end >= 0);
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  @Override public void close() {
    if (metrics != null) metrics.close();
  }
}
