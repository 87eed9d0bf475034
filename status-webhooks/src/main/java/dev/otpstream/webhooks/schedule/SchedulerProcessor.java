package dev.otpstream.webhooks.schedule;

import dev.otpstream.kit.observe.Hop;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.observe.Tracing;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookResult;
import dev.otpstream.schemas.WebhookSwitch;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import dev.otpstream.streams.Alarm;
import dev.otpstream.webhooks.call.CallResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Carries the {@link Scheduler} on Kafka Streams: reads, tells the time, buries what nobody can read. */
final class SchedulerProcessor implements Processor<String, byte[], String, Object> {
  /** Timers hold up their partition no longer than this; what is left waits for the next time. */
  private static final Duration TIMERS_WORK_MAX = Duration.ofMillis(10);

  /** Shorter than a transaction may last; after it a fresh thread takes the record again. */
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(4);
  private static final Duration REGISTRY_PAUSE = Duration.ofMillis(200);

  private final SchedulerSetup setup;
  private final Deserializer<WebhookDue> orders;
  private final Deserializer<WebhookResult> results;
  private final Deserializer<WebhookSwitch> switches;
  private ProcessorContext<String, Object> context;
  private Alarm alarm;
  private SchedulerMetrics metrics;
  private SchedulerStores stores;
  private Outbox outbox;
  private Scheduler scheduler;

  SchedulerProcessor(SchedulerSetup setup) {
    this.setup = setup;
    this.orders = setup.serdes().deserializer(Topics.WEBHOOKS);
    this.results = setup.serdes().deserializer(Topics.WEBHOOK_RESULTS);
    this.switches = setup.serdes().deserializer(Topics.WEBHOOK_SWITCHES);
  }

  @Override public void init(ProcessorContext<String, Object> processorContext) {
    context = processorContext;
    metrics = new SchedulerMetrics(setup.meters(), setup.pending());
    stores = new SchedulerStores(context, setup.limits(), new StateSerdes(setup.serdes()));
    outbox = new Outbox(context, orders, metrics);
    scheduler = new Scheduler(setup.schedule(), setup.limits(), stores, outbox, metrics);
    alarm = new Alarm(context, this::fireTimers);
    alarm.setFor(stores.timers.nextMs());
  }

  @Override public void process(Record<String, byte[]> record) {
    RecordMetadata origin = context.recordMetadata().orElseThrow();
    try (Hop hop = Tracing.begin(Tracing.Kind.TAKE, SchedulerTopology.APPLICATION, origin.topic(),
        Trace.of(record.headers()))) {
      hop.trace().run(() -> take(record, origin));
    }
    alarm.setFor(stores.timers.nextMs());
  }

  private void take(Record<String, byte[]> record, RecordMetadata origin) {
    String topic = origin.topic();
    if (topic.equals(Topics.WEBHOOKS.name()))
      readOrBury(record, origin, this::hook).ifPresent(h -> scheduler.due(h.queue(), h.lane(), h.hook(), now()));
    else if (topic.equals(Topics.WEBHOOK_SWITCHES.name()))
      readOrBury(record, origin, switches::deserialize).ifPresent(on -> scheduler.switchOn(on.getId(), now()));
    else
      readOrBury(record, origin, this::result).ifPresent(result -> scheduler.answered(result, now()));
  }

  private interface Reader<T> {
    T read(String topic, byte[] bytes) throws IncomingHook.Nonsense;
  }

  private interface Attempt<T> {
    T make() throws IncomingHook.Nonsense;
  }

  private <T> Optional<T> readOrBury(Record<String, byte[]> record, RecordMetadata origin, Reader<T> reader) {
    try {
      if (record.key() == null || record.value() == null) throw new IncomingHook.Nonsense("no key or no value");
      return Optional.of(patiently(() -> reader.read(origin.topic(), record.value())));
    } catch (SerializationException | IncomingHook.Nonsense e) {
      outbox.bury(record, origin, e.getMessage());
      return Optional.empty();
    }
  }

  /** A registry that is away is no fault of the record: it waits, and with it all that follow in its partition. */
  private static <T> T patiently(Attempt<T> attempt) throws IncomingHook.Nonsense {
    long until = System.nanoTime() + REGISTRY_PATIENCE.toNanos();
    while (true) {
      try {
        return attempt.make();
      } catch (RegistryUnavailable e) {
        if (System.nanoTime() - until >= 0) throw e;
        LockSupport.parkNanos(REGISTRY_PAUSE.toNanos());
      }
    }
  }

  private IncomingHook hook(String topic, byte[] bytes) throws IncomingHook.Nonsense {
    return IncomingHook.of(orders.deserialize(topic, bytes), bytes, setup.keys(), setup.targets(), now());
  }

  private CallResult result(String topic, byte[] bytes) {
    return CallResult.read(results.deserialize(topic, bytes));
  }

  private void fireTimers(long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs);
    long end = System.nanoTime() + TIMERS_WORK_MAX.toNanos();
    stores.timers.fire(now, (kind, subject, at) -> scheduler.reached(kind, subject, at, now),
        () -> System.nanoTime() - end >= 0);
    alarm.setFor(stores.timers.nextMs());
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  @Override public void close() {
    if (alarm == null) return;
    alarm.cancel(); // the same processor may be started again
    metrics.close();
  }
}
