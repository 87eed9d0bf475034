package dev.otpstream.engine;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An ingress, a worker and an onlooker on a real Kafka: they write commands and results, and read what is committed. */
final class KafkaSide implements AutoCloseable {
  static final int PARTITIONS = 3;
  /** Long enough for an engine that is killed and started again meanwhile. */
  private static final long PATIENCE_MS = 120_000;

  final Platform platform;
  final Keys keys;
  private final RecordSerdes serdes;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> reader;
  private final Thread reading;
  private final ConcurrentMap<String, CompletableFuture<OtpReply>> asked = new ConcurrentHashMap<>();
  private final ConcurrentMap<Long, CompletableFuture<String>> codes = new ConcurrentHashMap<>();

  KafkaSide(String bootstrapServers, String registryUrl, Keys keys) {
    this.keys = keys;
    var registry = RegistrySettings.of(registryUrl, "");
    serdes = new RecordSerdes(SchemaRegistry.from(registry.asMap()));
    var kafka = KafkaSettings.of(bootstrapServers);
    platform = new Platform(kafka, registry, serdes, keys, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        PARTITIONS, (short) 1);
    platform.ensureTopics();
    producer = new KafkaProducer<>(kafka.producer("test-ingress"), new StringSerializer(), new ByteArraySerializer());
    reader = new KafkaConsumer<>(kafka.reader("test-ingress"), new StringDeserializer(), new ByteArrayDeserializer());
    var partitions = Stream.of(Topics.REPLIES, Topics.DISPATCH_SMS, Topics.DISPATCH_TELEGRAM)
        .flatMap(topic -> partitions(topic.name()).stream()).toList();
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    reading = Thread.ofPlatform().name("test-reader").start(this::read);
  }

  /** Asks under a recipient's or a name's key. */
  CompletableFuture<OtpReply> asks(String key, OtpCommand command) {
    return asks(key, Topics.enginePartition(key, PARTITIONS), command);
  }

  /** Asks where a message lives. */
  CompletableFuture<OtpReply> asks(long messageId, OtpCommand command) {
    return asks(Long.toString(messageId), MessageIds.partitionOf(messageId), command);
  }

  private CompletableFuture<OtpReply> asks(String key, int partition, OtpCommand command) {
    OtpCommand patient = OtpCommand.newBuilder(command).setPatienceMs(PATIENCE_MS).setReplyPartition(1).build();
    var reply = new CompletableFuture<OtpReply>();
    asked.put(patient.getCommandId(), reply);
    write(Topics.COMMANDS, partition, key, patient);
    return reply;
  }

  /** Reports where a message lives. */
  void reports(DeliveryResult result) {
    long id = result.getMessageId();
    write(Topics.DELIVERY_RESULTS, MessageIds.partitionOf(id), Long.toString(id), result);
  }

  /** Reports what is known by its name only. */
  void reports(String reference, DeliveryResult result) {
    write(Topics.DELIVERY_RESULTS, Topics.enginePartition(reference, PARTITIONS), reference, result);
  }

  /** The code of a message, once a worker could read it. */
  CompletableFuture<String> code(long messageId) {
    return codes.computeIfAbsent(messageId, _ -> new CompletableFuture<>());
  }

  /** How many commands wait for their reply. */
  long waiting() {
    return asked.values().stream().filter(reply -> !reply.isDone()).count();
  }

  <T extends SpecificRecord> void write(Topic<T> topic, int partition, String key, T record) {
    try (var serializer = serdes.serializer(topic)) {
      raw(topic.name(), partition, key, serializer.serialize(topic.name(), record));
    }
  }

  void raw(String topic, int partition, String key, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(topic, partition, key, value), (_, failure) -> {
      if (failure != null) asked.values().forEach(reply -> reply.completeExceptionally(failure));
    });
  }

  /** All that is committed in a topic now. */
  <T extends SpecificRecord> List<T> committed(Topic<T> topic) {
    try (var deserializer = serdes.deserializer(topic)) {
      return committed(topic.name()).stream().map(record -> deserializer.deserialize(topic.name(), record.value()))
          .toList();
    }
  }

  List<ConsumerRecord<String, byte[]>> committed(String topic) {
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test-onlooker"), new StringDeserializer(),
        new ByteArrayDeserializer())) {
      var partitions = consumer.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition()))
          .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      var found = new ArrayList<ConsumerRecord<String, byte[]>>();
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      return found;
    }
  }

  private void read() {
    try (reader;
        var replies = serdes.deserializer(Topics.REPLIES);
        var dispatches = serdes.deserializer(Topics.DISPATCH_SMS)) {
      while (true) {
        for (ConsumerRecord<String, byte[]> record : reader.poll(Duration.ofSeconds(1))) {
          if (record.topic().equals(Topics.REPLIES.name()))
            answered(replies.deserialize(record.topic(), record.value()));
          else
            open(dispatches.deserialize(record.topic(), record.value()));
        }
      }
    } catch (WakeupException _) {
      // closed
    }
  }

  private void answered(OtpReply reply) {
    CompletableFuture<OtpReply> waiting = asked.get(reply.getCommandId());
    if (waiting != null) waiting.complete(reply);
  }

  private void open(Dispatch dispatch) {
    if (dispatch.getCode() == null) return;
    try {
      code(dispatch.getMessageId()).complete(keys.open(dispatch.getCode(), Contexts.code(dispatch.getMessageId())));
    } catch (Unopenable e) {
      code(dispatch.getMessageId()).completeExceptionally(e);
    }
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS).mapToObj(partition -> new TopicPartition(topic, partition)).toList();
  }

  @Override public void close() {
    reader.wakeup();
    try {
      reading.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    producer.close(Duration.ofSeconds(5));
  }
}
