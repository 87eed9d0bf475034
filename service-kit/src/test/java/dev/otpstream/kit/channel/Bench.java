package dev.otpstream.kit.channel;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A broker with the catalogue's topics; plays the engine: orders dispatches and reads what the workers report. */
final class Bench implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int PARTITIONS = 2;
  private static final AtomicLong IDS = new AtomicLong();

  private final TestKafka kafka;
  private final Path keyFile;
  private final Platform platform;
  private final Dispatches dispatches;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> reader;
  private final List<DeliveryResult> results = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();

  Bench(Path folder) {
    kafka = TestKafka.start();
    keyFile = folder.resolve("keys.json");
    KeyFile.loadOrCreate(keyFile);
    platform = platform(kafka.bootstrapServers(), keyFile, Map.of());
    platform.ensureTopics();
    dispatches = new Dispatches(platform.keys());
    producer = new KafkaProducer<>(platform.kafka().producer("bench"), new ByteArraySerializer(),
        new ByteArraySerializer());
    reader = new KafkaConsumer<>(platform.kafka().reader("bench"), new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
    var partitions = new ArrayList<TopicPartition>();
    reader.partitionsFor(Topics.DELIVERY_RESULTS.name())
        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    partitions.add(new TopicPartition(DeadLetters.TOPIC, 0));
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
  }

  /** The same for every process on the same broker: the schemas get their ids in the same order. */
  static Platform platform(String bootstrapServers, Path keyFile, Map<String, String> extra) {
    var registry = RegistrySettings.of("mock://bench", "");
    var serdes = new RecordSerdes(SchemaRegistry.from(registry.asMap()));
    serdes.serializer(Topics.DISPATCH_SMS);
    serdes.serializer(Topics.DELIVERY_RESULTS);
    serdes.serializer(Topics.CLAIMS_SMS);
    return new Platform(new KafkaSettings(bootstrapServers, extra), registry, serdes, KeyFile.load(keyFile),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), PARTITIONS, (short) 1);
  }

  Platform platform() {
    return platform;
  }

  Path keyFile() {
    return keyFile;
  }

  /** Orders a dispatch and answers its message id. */
  long order(String channel, String recipient) {
    return order(channel, recipient, Instant.now().plus(LIFE));
  }

  long order(String channel, String recipient, Instant expiresAt) {
    Prepared prepared = prepare(channel, recipient, expiresAt);
    produce(prepared.record());
    return prepared.messageId();
  }

  /** A dispatch that is not on Kafka yet. */
  record Prepared(long messageId, ProducerRecord<byte[], byte[]> record) {}

  Prepared prepare(String channel, String recipient) {
    return prepare(channel, recipient, Instant.now().plus(LIFE));
  }

  private Prepared prepare(String channel, String recipient, Instant expiresAt) {
    long number = IDS.incrementAndGet();
    long messageId = MessageIds.of(number, 0);
    Topic<Dispatch> topic = Topics.dispatchTo(channel);
    Dispatch dispatch = dispatches.to(recipient, messageId, Instant.now(), expiresAt);
    byte[] value = platform.serdes().serializer(topic).serialize(topic.name(), dispatch);
    int partition = (int) (number % PARTITIONS); // evenly, so that each worker of a test gets its share
    return new Prepared(messageId, new ProducerRecord<>(topic.name(), partition, null, value));
  }

  void produce(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the first report about a message. */
  DeliveryResult resultOf(long messageId) {
    await("a report about " + messageId).until(() -> {
      if (known(messageId).isEmpty()) read();
      return !known(messageId).isEmpty();
    });
    return known(messageId).getFirst();
  }

  /** What has been reported about a message so far. */
  List<DeliveryResult> resultsOf(long messageId) {
    read();
    return known(messageId);
  }

  private List<DeliveryResult> known(long messageId) {
    return results.stream().filter(result -> result.getMessageId() == messageId).toList();
  }

  /** Waits for the first dead letter from a topic. */
  ConsumerRecord<byte[], byte[]> letterFrom(String topic) {
    await("a dead letter from " + topic).until(() -> {
      read();
      return letters.stream().anyMatch(letter -> origin(letter).equals(topic));
    });
    return letters.stream().filter(letter -> origin(letter).equals(topic)).findFirst().orElseThrow();
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
  }

  private static String origin(ConsumerRecord<byte[], byte[]> letter) {
    return new String(letter.headers().lastHeader(DeadLetters.ORIGIN_TOPIC).value(),
        StandardCharsets.UTF_8);
  }

  private void read() {
    var deserializer = platform.serdes().deserializer(Topics.DELIVERY_RESULTS);
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(50))) {
      if (record.topic().equals(DeadLetters.TOPIC)) letters.add(record);
      else
        results.add(deserializer.deserialize(record.topic(), record.value()));
    }
  }

  @Override public void close() {
    reader.close();
    producer.close();
    kafka.close();
  }
}
