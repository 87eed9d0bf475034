package dev.otpstream.engine;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.engine.core.Rules;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import dev.otpstream.schemas.serde.RecordSerdes;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries {@link Rules} on Kafka Streams: read, load, decide, store, send. No rule lives here. */
final class EngineProcessor implements Processor<String, byte[], String, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(EngineProcessor.class);
  private static final Duration BEAT = Duration.ofMillis(50);
  /** A beat may hold up the callers of its partition no longer than this; what is left waits for the next. */
  private static final Duration BEAT_WORK_MAX = Duration.ofMillis(5);

  private final Limits limits;
  private final Keys keys;
  private final EngineMetrics metrics;
  private final Deserializer<OtpCommand> commands;
  private final Deserializer<DeliveryResult> results;
  private final Deserializer<Reference> references;
  private final RecordSerdes serdes;
  private ProcessorContext<String, Object> context;
  private Outbox outbox;
  private Stores stores;
  private CommandHandler commandHandler;
  private ReferenceHandler referenceHandler;
  private Decider decider;

  EngineProcessor(Limits limits, Keys keys, RecordSerdes serdes, EngineMetrics metrics) {
    this.limits = limits;
    this.keys = keys;
    this.metrics = metrics;
    this.serdes = serdes;
    this.commands = serdes.deserializer(Topics.COMMANDS);
    this.results = serdes.deserializer(Topics.DELIVERY_RESULTS);
    this.references = serdes.deserializer(Topics.REFERENCES);
  }

  @Override public void init(ProcessorContext<String, Object> processorContext) {
    context = processorContext;
    stores = new Stores(context);
    outbox = new Outbox(context);
    decider = new Decider(new Rules(limits), limits, stores, outbox, metrics);
    referenceHandler = new ReferenceHandler(stores, outbox, decider, results);
    commandHandler = new CommandHandler(stores, outbox, decider, new Sealing(keys), metrics, serdes);
    context.schedule(BEAT, PunctuationType.WALL_CLOCK_TIME, this::beat);
  }

  @Override public void process(Record<String, byte[]> record) {
    RecordMetadata origin = context.recordMetadata().orElseThrow();
    Instant now = Instant.ofEpochMilli(record.timestamp());
    outbox.about(record.headers(), record.timestamp());
    try {
      if (record.key() == null || record.value() == null) throw new Incoming.Nonsense("no key or no value");
      String topic = origin.topic();
      if (topic.equals(Topics.COMMANDS.name())) {
        long lateMs = context.currentSystemTimeMs() - record.timestamp();
        commandHandler.handle(record.key(), commands.deserialize(topic, record.value()), now, lateMs);
      } else if (topic.equals(Topics.DELIVERY_RESULTS.name())) {
        referenceHandler.result(record.key(), results.deserialize(topic, record.value()), record.value(), now);
      } else {
        referenceHandler.named(record.key(), references.deserialize(topic, record.value()), now);
      }
    } catch (SerializationException | Unopenable | Incoming.Nonsense e) {
      LOG.atWarn().addKeyValue("topic", origin.topic()).addKeyValue("partition", origin.partition())
          .addKeyValue("offset", origin.offset()).addKeyValue("reason", e.getMessage()).log("dead letter");
      metrics.deadLetter(origin.topic());
      outbox.bury(record, origin.topic(), origin.partition(), origin.offset(), e.getMessage());
    }
  }

  private void beat(long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs);
    long until = System.nanoTime() + BEAT_WORK_MAX.toNanos();
    outbox.about(new RecordHeaders(), nowMs);
    stores.timers.fire(now, (kind, subject, at) -> {
      switch (kind) {
        case MESSAGE -> decider.tick(Long.parseLong(subject), now);
        case RECIPIENT -> decider.forgetRecipient(subject, now);
        case ANSWER -> stores.answers.delete(subject);
        case REFERENCE -> stores.references.delete(subject);
        case UNMATCHED -> stores.unmatched.delete(subject);
      }
    }, () -> System.nanoTime() > until);
  }
}
