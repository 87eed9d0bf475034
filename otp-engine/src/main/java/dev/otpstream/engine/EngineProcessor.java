package dev.otpstream.engine;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.observe.Hop;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.observe.Tracing;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.ProviderHealth;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.SubscriptionStep;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import dev.otpstream.streams.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the rules on Kafka Streams: read, load, decide, store, send. No rule lives here. */
final class EngineProcessor implements Processor<String, byte[], String, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(EngineProcessor.class);
  /** Timers may hold up the callers of their partition no longer than this; what is left waits for the next time. */
  private static final Duration TIMERS_WORK_MAX = Duration.ofMillis(5);
  /** Shorter than a clean stop of the engine may take; after it a fresh thread takes the record again. */
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(8);
  private static final Duration REGISTRY_PAUSE = Duration.ofMillis(200);

  private final Limits limits;
  private final Keys keys;
  private final EngineMetrics metrics;
  private final Suspects suspects;
  private final InstantSource clock;
  private final Supplier<Map<String, ProviderHealth>> toldHealth;
  private final Deserializer<OtpCommand> commands;
  private final Deserializer<DeliveryResult> results;
  private final Deserializer<Reference> references;
  private final Deserializer<BotUpdate> botUpdates;
  private final Deserializer<SubscriptionStep> steps;
  private final RecordSerdes serdes;
  private final StateSerdes states;
  private ProcessorContext<String, Object> context;
  private Alarm alarm;
  private Outbox outbox;
  private Stores stores;
  private CommandHandler commandHandler;
  private ReferenceHandler referenceHandler;
  private MessengerHandler messengerHandler;
  private Decider decider;
  private HealthWatch health;

  EngineProcessor(Limits limits, Keys keys, RecordSerdes serdes, EngineMetrics metrics, Suspects suspects,
      InstantSource clock, Supplier<Map<String, ProviderHealth>> toldHealth) {
    this.limits = limits;
    this.keys = keys;
    this.metrics = metrics;
    this.suspects = suspects;
    this.clock = clock;
    this.toldHealth = toldHealth;
    this.serdes = serdes;
    this.states = new StateSerdes(serdes);
    this.commands = serdes.deserializer(Topics.COMMANDS);
    this.results = serdes.deserializer(Topics.DELIVERY_RESULTS);
    this.references = serdes.deserializer(Topics.REFERENCES);
    this.botUpdates = serdes.deserializer(Topics.BOT_UPDATES);
    this.steps = serdes.deserializer(Topics.SUBSCRIPTION_STEPS);
  }

  @Override public void init(ProcessorContext<String, Object> processorContext) {
    context = processorContext;
    stores = new Stores(context, states);
    outbox = new Outbox(context);
    health = new HealthWatch(context.taskId().partition(), toldHealth, outbox, metrics, clock);
    decider = new Decider(limits, stores, outbox, metrics, health);
    referenceHandler = new ReferenceHandler(stores, outbox, decider, results, limits);
    var sealing = new Sealing(keys);
    var consents = new Consents(stores, outbox, keys, states, serdes);
    var subscriptions = new Subscriptions(stores, outbox, decider, sealing, keys);
    commandHandler = new CommandHandler(stores, outbox, decider, sealing, consents, subscriptions, metrics, serdes);
    messengerHandler = new MessengerHandler(consents, subscriptions, new Users(stores, outbox, keys));
    alarm = new Alarm(context, this::fireTimers);
    alarm.setFor(stores.timers.nextMs());
  }

  @Override public void process(Record<String, byte[]> record) {
    RecordMetadata origin = context.recordMetadata().orElseThrow();
    CrashPoint.ENGINE_TOOK.pass();
    try (Hop hop = Tracing.begin(Tracing.Kind.TAKE, Outbox.SERVICE, origin.topic(), Trace.of(record.headers()))) {
      outbox.about(hop, record.timestamp());
      health.heard(Instant.ofEpochMilli(record.timestamp()));
      hop.trace().run(() -> decide(record, origin, hop));
    }
    alarm.setFor(nextMs());
    CrashPoint.ENGINE_HANDLED.pass();
  }

  private void decide(Record<String, byte[]> record, RecordMetadata origin, Hop hop) {
    try {
      suspects.check(origin);
      handle(record, origin.topic());
    } catch (SerializationException | Unopenable | Nonsense e) {
      LOG.atWarn().addKeyValue("topic", origin.topic()).addKeyValue("partition", origin.partition())
          .addKeyValue("offset", origin.offset()).addKeyValue("reason", e.getMessage()).log("dead letter");
      metrics.deadLetter(origin.topic());
      hop.failed(e.getMessage());
      outbox.bury(record, origin, e.getMessage());
    } catch (KafkaException e) {
      throw e; // of the broker, the stores or the registry: the record is not at fault
    } catch (RuntimeException e) {
      suspects.accuse(origin, e);
      throw e;
    }
  }

  /** When something is to be done without a record, in milliseconds since 1970. */
  private long nextMs() {
    return Math.min(stores.timers.nextMs(), health.tellMs());
  }

  private void handle(Record<String, byte[]> record, String topic) throws Unopenable, Nonsense {
    String key = record.key();
    byte[] value = record.value();
    if (key == null || value == null) throw new Nonsense("no key or no value");
    Instant now = Instant.ofEpochMilli(record.timestamp());
    if (topic.equals(Topics.COMMANDS.name())) {
      OtpCommand command = read(commands, topic, value);
      // The very time, not that of the batch: a pause may have come between.
      commandHandler.handle(key, command, now, clock.millis() - record.timestamp());
    } else if (topic.equals(Topics.DELIVERY_RESULTS.name())) {
      referenceHandler.result(key, read(results, topic, value), value, now);
    } else if (topic.equals(Topics.BOT_UPDATES.name())) {
      messengerHandler.hear(key, read(botUpdates, topic, value), now);
    } else if (topic.equals(Topics.SUBSCRIPTION_STEPS.name())) {
      messengerHandler.step(key, read(steps, topic, value), now);
    } else {
      referenceHandler.named(key, read(references, topic, value), now);
    }
  }

  /** A registry that is away is no fault of the record: it waits, and with it all that follow in its partition. */
  private static <T> T read(Deserializer<T> reader, String topic, byte[] value) {
    long until = System.nanoTime() + REGISTRY_PATIENCE.toNanos();
    for (int tries = 1;; tries++) {
      try {
        return reader.deserialize(topic, value);
      } catch (RegistryUnavailable e) {
        if (System.nanoTime() - until >= 0) throw e;
        if (tries == 1) LOG.atWarn().addKeyValue("topic", topic).log("waiting for the schema registry");
        LockSupport.parkNanos(REGISTRY_PAUSE.toNanos());
      }
    }
  }

  private void fireTimers(long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs);
    long until = System.nanoTime() + TIMERS_WORK_MAX.toNanos();
    outbox.about(Hop.NONE, nowMs);
    stores.timers.fire(now, (kind, subject, _) -> decider.due(kind, subject, now), () -> System.nanoTime() - until > 0);
    health.tell(now);
    alarm.setFor(nextMs());
    CrashPoint.ENGINE_TIMERS_FIRED.pass();
  }

  @Override public void close() {
    if (alarm != null) alarm.cancel(); // the same processor may be started again
  }
}
