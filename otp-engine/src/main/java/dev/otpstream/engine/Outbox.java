package dev.otpstream.engine;

import dev.otpstream.engine.core.Effect;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.serde.RecordSerdes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The way out: one named sink a topic. What is sent is committed together with the state it came from. */
final class Outbox {
  private static final List<Topic<?>> TOPICS = List.of(Topics.REPLIES, Topics.DISPATCH_TELEGRAM, Topics.DISPATCH_MAX,
      Topics.DISPATCH_SMS, Topics.REFERENCES, Topics.STATUS, Topics.WEBHOOKS, Topics.COMMANDS, Topics.DELIVERY_RESULTS);
  private static final Map<String, Topic<?>> CHANNELS = Map.of("telegram", Topics.DISPATCH_TELEGRAM, "max",
      Topics.DISPATCH_MAX, "sms", Topics.DISPATCH_SMS);
  private static final int BY_HASH = -1;

  /** A record with the partition it must go to, or {@link #BY_HASH}. */
  record Addressed(SpecificRecord value, int partition) {}

  private final ProcessorContext<String, Object> context;
  private Headers headers;
  private long timestampMs;

  Outbox(ProcessorContext<String, Object> context) {
    this.context = context;
  }

  static boolean hasChannel(String channel) {
    return CHANNELS.containsKey(channel);
  }

  /** Adds the sinks to the topology. */
  static void addSinks(Topology topology, RecordSerdes serdes, String parent) {
    StreamPartitioner<String, Addressed> partitioner = Outbox::partition;
    for (Topic<?> topic : TOPICS) {
      Serializer<SpecificRecord> serializer = serdes.serializer();
      Serializer<Addressed> addressed = (name, value) -> serializer.serialize(name, value.value());
      topology.addSink(sink(topic.name()), topic.name(), Serdes.String().serializer(), addressed, partitioner, parent);
    }
    topology.addSink(sink(DeadLetters.TOPIC), DeadLetters.TOPIC, Serdes.String().serializer(),
        Serdes.ByteArray().serializer(), parent);
  }

  private static Optional<Set<Integer>> partition(String topic, String key, Addressed value, int partitions) {
    return switch (value.partition()) {
      case BY_HASH -> Optional.empty();
      default -> Optional.of(Set.of(Math.floorMod(value.partition(), partitions)));
    };
  }

  /** What is sent from now on belongs to this record. */
  void about(Headers of, long atMs) {
    headers = of;
    timestampMs = atMs;
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
      case Effect.Remember remember -> send(Topics.REFERENCES, remember.reference(),
          new Reference(remember.messageId(), remember.dispatch(), remember.accountId()), BY_HASH);
    }
  }

  private void publish(Effect.Publish publish) {
    String key = Long.toString(publish.event().messageId());
    StatusEvent told = Outgoing.event(publish.facts(), publish.event());
    send(Topics.STATUS, key, told, BY_HASH);
    Outgoing.hook(publish.facts(), publish.event(), told).ifPresent(due -> send(Topics.WEBHOOKS, key, due, BY_HASH));
  }

  /** Sends a command on to the partition that owns its message. */
  void forward(OtpCommand command, long messageId) {
    send(Topics.COMMANDS, Long.toString(messageId), command, MessageIds.partitionOf(messageId));
  }

  /** Sends a receipt on to the partition that owns its message. */
  void forward(DeliveryResult receipt, long messageId) {
    send(Topics.DELIVERY_RESULTS, Long.toString(messageId), receipt, MessageIds.partitionOf(messageId));
  }

  void bury(Record<String, byte[]> record, String topic, int partition, long offset, String reason) {
    Headers where = DeadLetters.headers(record.headers(), topic, partition, offset, "otp-engine", reason);
    context.forward(new Record<>(record.key(), record.value(), Math.max(0, timestampMs), where),
        sink(DeadLetters.TOPIC));
  }

  private void send(Topic<?> topic, String key, SpecificRecord value, int partition) {
    context.forward(new Record<>(key, new Addressed(value, partition), timestampMs, headers), sink(topic.name()));
  }

  private static String sink(String topic) {
    return "to-" + topic.replaceFirst("^otp\\.", "").replace('.', '-');
  }
}
