package dev.otpstream.engine;

import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.Effect;
import dev.otpstream.engine.core.Event;
import dev.otpstream.engine.core.Message;
import dev.otpstream.kit.observe.Hop;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.observe.Tracing;
import dev.otpstream.schemas.BotOrder;
import dev.otpstream.schemas.BotOrderKind;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.ConsentOutcome;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.ProviderHealth;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.Revocation;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.Subscriber;
import dev.otpstream.schemas.SubscriptionStep;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.serde.RecordSerdes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The way out: one named sink a topic. What is sent is committed together with the state it came from. */
final class Outbox {
  private static final List<Topic<?>> TOPICS = List.of(Topics.REPLIES, Topics.DISPATCH_TELEGRAM, Topics.DISPATCH_MAX,
      Topics.DISPATCH_SMS, Topics.REFERENCES, Topics.STATUS, Topics.WEBHOOKS, Topics.COMMANDS, Topics.DELIVERY_RESULTS,
      Topics.BOT_UPDATES, Topics.SUBSCRIPTION_STEPS, Topics.BOT_ORDERS_TELEGRAM, Topics.BOT_ORDERS_MAX,
      Topics.SUBSCRIBERS, Topics.PROVIDER_HEALTH, Topics.REVOCATIONS);
  private static final Map<String, Topic<?>> CHANNELS = Map.of("telegram", Topics.DISPATCH_TELEGRAM, "max",
      Topics.DISPATCH_MAX, "sms", Topics.DISPATCH_SMS);
  private static final Map<String, Topic<?>> BOTS = Map.of("telegram", Topics.BOT_ORDERS_TELEGRAM, "max",
      Topics.BOT_ORDERS_MAX);
  /** The names of the sinks, made once: they are needed for each record that is sent. */
  private static final Map<String, String> SINKS = Stream
      .concat(TOPICS.stream().map(Topic::name), Stream.of(DeadLetters.TOPIC))
      .collect(Collectors.toUnmodifiableMap(Function.identity(),
          topic -> "to-" + topic.substring("otp.".length()).replace('.', '-')));
  static final String SERVICE = "otp-engine";
  private static final int BY_HASH = -1;
  private static final int UTF8_BYTES_MAX = 3; // of one char

  /** A record, or null to delete one, with the partition it must go to, or {@link #BY_HASH}. */
  record Addressed(SpecificRecord value, int partition) {}

  private final ProcessorContext<String, Object> context;
  private Hop step = Hop.NONE;
  private Headers headers;
  private long timestampMs;

  Outbox(ProcessorContext<String, Object> context) {
    this.context = context;
  }

  static boolean hasChannel(String channel) {
    return CHANNELS.containsKey(channel);
  }

  static boolean hasBot(String channel) {
    return BOTS.containsKey(channel);
  }

  /** Adds the sinks to the topology. */
  static void addSinks(Topology topology, RecordSerdes serdes, String parent) {
    for (Topic<?> topic : TOPICS)
      addSink(topology, topic, serdes, parent);
    topology.addSink(SINKS.get(DeadLetters.TOPIC), DeadLetters.TOPIC, Serdes.String().serializer(),
        Serdes.ByteArray().serializer(), parent);
  }

  private static <T extends SpecificRecord> void addSink(Topology topology, Topic<T> topic, RecordSerdes serdes,
      String parent) {
    Serializer<T> serializer = serdes.serializer(topic);
    Serializer<Addressed> addressed = (name, value) -> value.value() == null
        ? null
        : serializer.serialize(name, topic.valueType().cast(value.value()));
    StreamPartitioner<String, Addressed> partitioner = Outbox::partition;
    topology.addSink(SINKS.get(topic.name()), topic.name(), Serdes.String().serializer(), addressed, partitioner,
        parent);
  }

  private static Optional<Set<Integer>> partition(String topic, String key, Addressed value, int partitions) {
    return switch (value.partition()) {
      case BY_HASH -> Optional.empty();
      default -> Optional.of(Set.of(Math.floorMod(value.partition(), partitions)));
    };
  }

  /** What is sent from now on follows from this step. Of what led to it only the trace goes along. */
  void about(Hop newStep, long atMs) {
    step = newStep;
    headers = headers(newStep.trace());
    timestampMs = atMs;
  }

  /**
   * What is sent from now on is about a message. A receipt, or the clock, belongs to no trace and so joins the message's;
   * what belongs to another is linked with it.
   *
   * @return to be handed to {@link #leave}
   */
  Hop join(Message message, String what) {
    Trace known = message.facts().trace().map(parent -> Trace.of(parent, null)).orElse(Trace.NONE);
    if (known.isNone()) return Hop.NONE;
    if (!step.trace().isNone()) {
      step.link(known);
      return Hop.NONE;
    }
    Hop joined = Tracing.begin(Tracing.Kind.TAKE, SERVICE, what, known);
    headers = headers(joined.trace());
    return joined;
  }

  void leave(Hop joined) {
    joined.close();
    if (joined != Hop.NONE) headers = headers(step.trace());
  }

  void reply(OtpReply reply, int partition) {
    if (partition >= 0) send(Topics.REPLIES, reply.getCommandId(), reply, partition);
  }

  void effect(Effect effect) {
    switch (effect) {
      case Effect.Publish publish -> publish(publish);
      case Effect.Dispatch dispatch -> {
        long id = dispatch.message().facts().id();
        var order = Outgoing.dispatch(dispatch.message(), dispatch.dispatch());
        send(CHANNELS.get(order.getChannel()), Long.toString(id), order, BY_HASH);
      }
      case Effect.Revoke revoke -> send(Topics.REVOCATIONS, Long.toString(revoke.messageId()),
          new Revocation(revoke.messageId(), revoke.dispatch(), revoke.channel(), revoke.handle().provider(),
              revoke.handle().name(), Instant.ofEpochMilli(timestampMs)),
          BY_HASH);
      case Effect.Remember remember -> send(Topics.REFERENCES, remember.reference(),
          new Reference(remember.messageId(), remember.dispatch(), remember.accountId()), BY_HASH);
    }
  }

  private void publish(Effect.Publish publish) {
    String key = Long.toString(publish.event().messageId());
    StatusEvent told = Outgoing.event(publish.facts(), publish.event());
    send(Topics.STATUS, key, told, BY_HASH);
    Outgoing.hooks(publish, told).forEach(due -> send(Topics.WEBHOOKS, key, due, BY_HASH));
    publish.facts().consent().ifPresent(consent -> tellConsent(consent, publish.event(), publish.channel()));
  }

  /** Tells a consent request what became of its code. */
  private void tellConsent(Command.Consent consent, Event event, String channel) {
    switch (event.type()) {
      case SENT, DELIVERED, READ, VERIFIED -> consent(consent, channel, true);
      case UNDELIVERABLE, EXPIRED, CANCELLED, ATTEMPTS_USED -> consent(consent, channel, false);
      case ACCEPTED, DISPATCHED, UNCLEAR, FAILED, FALLBACK, ATTEMPT_FAILED -> {
        /* not decided yet */ }
    }
  }

  private void consent(Command.Consent consent, String channel, boolean sent) {
    step(consent.requestId(), new SubscriptionStep(
        new ConsentOutcome(consent.requestId(), consent.subscriberId(), channel, sent)));
  }

  /** Sends a step to the partition that owns what it is about. */
  void step(String key, SubscriptionStep step) {
    send(Topics.SUBSCRIPTION_STEPS, key, step, BY_HASH);
  }

  /** Lets a request hear a word as if its user had just said it. */
  void update(String requestId, BotUpdate update) {
    send(Topics.BOT_UPDATES, requestId, update, BY_HASH);
  }

  void subscriber(Subscriber subscriber) {
    send(Topics.SUBSCRIBERS, subscriber.getId(), subscriber, BY_HASH);
  }

  /** Takes the subscriber's record away from those who read subscribers. */
  void eraseSubscriber(String id) {
    send(Topics.SUBSCRIBERS, id, null, BY_HASH);
  }

  /** Has the bot answer an update. */
  void bot(BotUpdate update, BotOrderKind kind, String accountId, Instant now) {
    send(BOTS.get(update.getChannel()), update.getUserToken(), new BotOrder(update.getChannel(), kind,
        update.getChat(), accountId, update.getRequestId(), update.getTapped(), update.getLanguage(),
        update.getUpdateId(), now), BY_HASH);
  }

  /** Tells the other partitions how channels are doing. */
  void health(String partition, ProviderHealth health) {
    send(Topics.PROVIDER_HEALTH, partition, health, BY_HASH);
  }

  /** Sends a command on to the partition that owns its message. */
  void forward(OtpCommand command, long messageId) {
    send(Topics.COMMANDS, Long.toString(messageId), command, MessageIds.partitionOf(messageId));
  }

  /** Sends a receipt on to the partition that owns its message. */
  void forward(DeliveryResult receipt, long messageId) {
    send(Topics.DELIVERY_RESULTS, Long.toString(messageId), receipt, MessageIds.partitionOf(messageId));
  }

  /** Keeps a record that nobody could read. One that no broker would take again is kept by its place only. */
  void bury(Record<String, byte[]> record, RecordMetadata from, String reason) {
    boolean fits = DeadLetters.fits(bytes(record.key()), bytes(record.value()), record.headers());
    Headers where = fits
        ? DeadLetters.headers(record.headers(), from.topic(), from.partition(), from.offset(), SERVICE, reason)
        : DeadLetters.originOnly(record.headers(), from.topic(), from.partition(), from.offset(), SERVICE, reason);
    String key = fits ? record.key() : null;
    byte[] value = fits ? record.value() : null;
    context.forward(new Record<>(key, value, Math.max(0, timestampMs), where), SINKS.get(DeadLetters.TOPIC));
  }

  private void send(Topic<?> topic, String key, SpecificRecord value, int partition) {
    context.forward(new Record<>(key, new Addressed(value, partition), timestampMs, headers), SINKS.get(topic.name()));
  }

  private static Headers headers(Trace trace) {
    var headers = new RecordHeaders();
    trace.into(headers);
    return headers;
  }

  private static int bytes(String text) {
    return text == null ? 0 : text.length() * UTF8_BYTES_MAX;
  }

  private static int bytes(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
