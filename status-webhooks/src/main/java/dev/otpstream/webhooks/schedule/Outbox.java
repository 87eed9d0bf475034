package dev.otpstream.webhooks.schedule;

import dev.otpstream.kit.observe.Trace;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookCall;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookEndpoint;
import dev.otpstream.schemas.WebhookEndpointState;
import dev.otpstream.schemas.WebhookFailed;
import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.webhooks.call.CallOutcome;
import java.time.Instant;
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
  private static final int UTF8_BYTES_MAX = 3; // of one char
  private static final String CALLS = "to-calls";
  private static final String FAILED = "to-failed";
  private static final String ENDPOINTS = "to-endpoints";
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
    topology.addSink(ENDPOINTS, Topics.WEBHOOK_ENDPOINTS.name(), key, serdes.serializer(Topics.WEBHOOK_ENDPOINTS),
        parent);
    topology.addSink(DEAD_LETTERS, DeadLetters.TOPIC, key, Serdes.ByteArray().serializer(), parent);
  }

  @Override public void call(String queue, PendingHook hook, int tryNumber, Instant notAfter) {
    send(CALLS, queue, new WebhookCall(queue, context.taskId().partition(), tryNumber, notAfter, order(hook)),
        Trace.of(hook.trace(), null));
  }

  @Override public void failed(PendingHook hook, WebhookFailure why, int tries, int lastStatus, String detail,
      Instant now) {
    WebhookDue order = order(hook);
    send(FAILED, Long.toString(order.getEvent().getMessageId()),
        new WebhookFailed(order, why, tries, lastStatus, detail, hook.dueSince(), now), Trace.of(hook.trace(), null));
    metrics.failed(hook.format(), why);
    LOG.atWarn().addKeyValue("eventId", hook.eventId()).addKeyValue("reason", why).addKeyValue("tries", tries)
        .addKeyValue("lastStatus", lastStatus).addKeyValue("detail", detail).log("hook given up");
  }

  @Override public void failing(String lane, Health health, PendingHook hook, CallOutcome last, Instant now) {
    WebhookDue order = order(hook);
    String account = order.getEvent().getAccountId();
    send(ENDPOINTS, endpointKey(lane), new WebhookEndpoint(lane, context.taskId().partition(), account,
        order.getEndpoint(), order.getHookFormat(), order.getUrl(),
        health.isOff() ? WebhookEndpointState.OFF : WebhookEndpointState.FAILING, health.failingSince(),
        health.isOff() ? health.switchedOffAt() : null, last.statusOrZero(), last.detailOrEmpty(), now),
        Trace.NONE);
    if (health.isOff()) metrics.switchedOff();
    LOG.atWarn().addKeyValue("accountId", account).addKeyValue("endpoint", lane)
        .addKeyValue("failingSince", health.failingSince()).addKeyValue("lastStatus", last.statusOrZero())
        .addKeyValue("detail", last.detailOrEmpty())
        .log(health.isOff() ? "endpoint switched off" : "endpoint fails");
  }

  @Override public void well(String lane) {
    send(ENDPOINTS, endpointKey(lane), null, Trace.NONE);
    LOG.atInfo().addKeyValue("endpoint", lane).log("endpoint is no longer failing");
  }

  private String endpointKey(String lane) {
    return lane + "/" + context.taskId().partition();
  }

  void bury(Record<String, byte[]> record, RecordMetadata origin, String reason) {
    boolean fits = DeadLetters.fits(keyBytes(record), record.value() == null ? 0 : record.value().length,
        record.headers());
    Headers where = fits
        ? DeadLetters.headers(record.headers(), origin.topic(), origin.partition(), origin.offset(),
            SchedulerTopology.APPLICATION, reason)
        : DeadLetters.originOnly(record.headers(), origin.topic(), origin.partition(), origin.offset(),
            SchedulerTopology.APPLICATION, reason);
    context.forward(new Record<>(fits ? record.key() : null, fits ? record.value() : null,
        context.currentSystemTimeMs(), where), DEAD_LETTERS);
    metrics.deadLetter(origin.topic());
    LOG.atError().addKeyValue("topic", origin.topic()).addKeyValue("partition", origin.partition())
        .addKeyValue("offset", origin.offset()).addKeyValue("reason", reason).log("dead letter");
  }

  private static int keyBytes(Record<String, byte[]> record) {
    return record.key() == null ? 0 : record.key().length() * UTF8_BYTES_MAX;
  }

  private WebhookDue order(PendingHook hook) {
    byte[] bytes = new byte[hook.order().remaining()];
    hook.order().duplicate().get(bytes);
    return orders.deserialize(Topics.WEBHOOKS.name(), bytes);
  }

  private void send(String sink, String key, Object value, Trace trace) {
    var headers = new RecordHeaders();
    trace.into(headers);
    context.forward(new Record<>(key, value, context.currentSystemTimeMs(), headers), sink);
  }
}
