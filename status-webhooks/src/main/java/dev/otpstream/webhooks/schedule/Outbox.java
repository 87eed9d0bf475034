package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookCall;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookFailed;
import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.schemas.serde.RecordSerdes;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out: one named sink a topic. What is sent is committed together with the state it came from. */
final class Outbox implements Orders {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int LETTER_BYTES_MAX = 900_000;
  private static final String CALLS = "to-calls";
  private static final String FAILED = "to-failed";
  private static final String DEAD_LETTERS = "to-dead-letters";

  private final ProcessorContext<String, Object> context;
  private final Deserializer<WebhookDue> orders;
  private final SchedulerMetrics metrics;

  Outbox(ProcessorContext<String, Object> context, Deserializer<WebhookDue> orders, SchedulerMetrics metrics) {
    this.context = context;
    this.orders = orders;
    this.metrics = metrics;
  }

  /** Adds the sinks to the topology. */
  static void addSinks(Topology topology, RecordSerdes serdes, String parent) {
    var key = Serdes.String().serializer();
    topology.addSink(CALLS, Topics.WEBHOOK_CALLS.name(), key, serdes.serializer(Topics.WEBHOOK_CALLS), parent);
    topology.addSink(FAILED, Topics.WEBHOOK_FAILED.name(), key, serdes.serializer(Topics.WEBHOOK_FAILED), parent);
    topology.addSink(DEAD_LETTERS, DeadLetters.TOPIC, key, Serdes.ByteArray().serializer(), parent);
  }

  @Override public void call(String queue, PendingHook hook, int tryNumber, Instant notAfter) {
    send(CALLS, queue, new WebhookCall(queue, context.taskId().partition(), tryNumber, notAfter, order(hook)));
  }

  @Override public void failed(PendingHook hook, WebhookFailure why, int tries, int lastStatus, String detail,
      Instant now) {
    WebhookDue order = order(hook);
    send(FAILED, Long.toString(order.getEvent().getMessageId()),
        new WebhookFailed(order, why, tries, lastStatus, detail, hook.dueSince(), now));
    metrics.failed(hook.format(), why);
    LOG.atWarn().addKeyValue("eventId", hook.eventId()).addKeyValue("reason", why).addKeyValue("tries", tries)
        .addKeyValue("lastStatus", lastStatus).addKeyValue("detail", detail).log("hook given up");
  }

  void bury(Record<String, byte[]> record, RecordMetadata origin, String reason) {
    // What just fitted into its own topic must not outgrow this one with the headers that we add.
    Headers kept = bytes(record) <= LETTER_BYTES_MAX ? record.headers() : new RecordHeaders();
    Headers where = DeadLetters.headers(kept, origin.topic(), origin.partition(), origin.offset(),
        SchedulerTopology.APPLICATION, reason);
    context.forward(new Record<>(record.key(), record.value(), Math.max(0, record.timestamp()), where), DEAD_LETTERS);
    metrics.deadLetter(origin.topic());
    LOG.atError().addKeyValue("topic", origin.topic()).addKeyValue("partition", origin.partition())
        .addKeyValue("offset", origin.offset()).addKeyValue("reason", reason).log("dead letter");
  }

  private static int bytes(Record<String, byte[]> record) {
    int bytes = (record.key() == null ? 0 : record.key().length())
        + (record.value() == null ? 0 : record.value().length);
    for (Header header : record.headers())
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    return bytes;
  }

  private WebhookDue order(PendingHook hook) {
    byte[] bytes = new byte[hook.order().remaining()];
    hook.order().duplicate().get(bytes);
    return orders.deserialize(Topics.WEBHOOKS.name(), bytes);
  }

  private void send(String sink, String key, Object value) {
    context.forward(new Record<>(key, value, context.currentSystemTimeMs()), sink);
  }
}
