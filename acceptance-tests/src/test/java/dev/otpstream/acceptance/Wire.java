package dev.otpstream.acceptance;

import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to the platform's topics what an ingress, a worker, or somebody who should not, would write. */
final class Wire implements AutoCloseable {
  static final String ACCOUNT = "wire";
  private static final String PURPOSE = "login";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final AtomicLong IDS = new AtomicLong();
  private final SchemaRegistry registry;
  private final RecordSerdes serdes;
  private final Keys keys;
  private final Deserializer<OtpReply> reader;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> replies;
  private final Map<String, OtpReply> answered = new HashMap<>();
  private final int partitions;

  Wire(String bootstrapServers, String registryUrl, Keys keys) {
    this.registry = SchemaRegistry.from(RegistrySettings.of(registryUrl, "").asMap());
    this.serdes = new RecordSerdes(registry);
    this.reader = serdes.deserializer(Topics.REPLIES);
    this.keys = keys;
    var kafka = KafkaSettings.of(bootstrapServers);
    this.producer = new KafkaProducer<>(kafka.producer("wire"), new StringSerializer(), new ByteArraySerializer());
    this.replies = new KafkaConsumer<>(kafka.reader("wire"), new StringDeserializer(), new ByteArrayDeserializer());
    this.partitions = producer.partitionsFor(Topics.COMMANDS.name()).size();
    List<TopicPartition> all = producer.partitionsFor(Topics.REPLIES.name()).stream()
        .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
    replies.assign(all);
    replies.seekToEnd(all);
    all.forEach(replies::position); // seeking is lazy
  }

  SchemaRegistry registry() {
    return registry;
  }

  RecordSerdes serdes() {
    return serdes;
  }

  /** A code of six digits with three attempts to whom nobody else sends. */
  Send.Builder code(String phone, Duration lifetime, String... channels) {
    List<RouteStep> route = Stream.of(channels).map(channel -> RouteStep.newBuilder().setChannel(channel)
        .setReceiptTimeoutMs(60_000).setText(sealed("Code \u0000", Contexts.text(ACCOUNT))).build()).toList();
    return Send.newBuilder().setRecipient(sealed(phone, Contexts.recipient(ACCOUNT))).setRecipientToken(token(phone))
        .setRecipientMasked("+38097*****" + phone.substring(phone.length() - 2)).setRoute(route)
        .setLifetimeMs(lifetime.toMillis()).setPurpose(PURPOSE)
        .setCode(OurCode.newBuilder().setLength(6).setAttemptsAllowed(3).build());
  }

  Verify guess(String guess) {
    return Verify.newBuilder().setPurpose(PURPOSE).setGuess(sealed(guess, Contexts.guess(ACCOUNT))).build();
  }

  OtpCommand command(Object body) {
    return OtpCommand.newBuilder().setCommandId("wire-" + IDS.incrementAndGet()).setAccountId(ACCOUNT)
        .setReplyPartition(0).setPatienceMs(PATIENCE.toMillis()).setBody(body).build();
  }

  String routingKey(String phone) {
    return Topics.routingKey(ACCOUNT, token(phone));
  }

  /** Asks under a recipient's key. */
  OtpReply ask(String phone, OtpCommand command) {
    String key = routingKey(phone);
    write(Topics.COMMANDS, Topics.enginePartition(key, partitions), key, command);
    return reply(command.getCommandId());
  }

  /** Asks where a message lives. */
  OtpReply ask(long messageId, OtpCommand command) {
    write(Topics.COMMANDS, MessageIds.partitionOf(messageId), Long.toString(messageId), command);
    return reply(command.getCommandId());
  }

  /** Reports where a message lives. */
  void report(DeliveryResult result) {
    long id = result.getMessageId();
    write(Topics.DELIVERY_RESULTS, MessageIds.partitionOf(id), Long.toString(id), result);
  }

  <T extends SpecificRecord> RecordMetadata write(Topic<T> topic, Integer partition, String key, T record) {
    return raw(new ProducerRecord<>(topic.name(), partition, key, bytes(topic, record)));
  }

  <T extends SpecificRecord> byte[] bytes(Topic<T> topic, T record) {
    return serdes.<T>serializer().serialize(topic.name(), record);
  }

  /** Waits until the broker has it. */
  RecordMetadata raw(ProducerRecord<String, byte[]> record) {
    try {
      return producer.send(record).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot write to " + record.topic(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int partitionOf(String phone) {
    return Topics.enginePartition(routingKey(phone), partitions);
  }

  private OtpReply reply(String commandId) {
    return await("a reply").atMost(TIMEOUT).pollDelay(Duration.ZERO).until(() -> {
      for (ConsumerRecord<String, byte[]> record : replies.poll(Duration.ofMillis(20)))
        if (record.key() != null && record.key().startsWith("wire-"))
          answered.put(record.key(),
              reader.deserialize(record.topic(), record.value()));
      return answered.remove(commandId);
    }, reply -> reply != null);
  }

  private ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(keys.seal(text, context));
  }

  private String token(String phone) {
    return keys.token(phone, ACCOUNT);
  }

  @Override public void close() {
    producer.close(Duration.ofSeconds(5));
    replies.close();
  }
}
