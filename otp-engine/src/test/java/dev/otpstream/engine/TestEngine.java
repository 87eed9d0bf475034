package dev.otpstream.engine;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.ProviderHealth;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The real topology of one partition, with its stores and keys, in virtual time. */
final class TestEngine implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  final SchemaRegistry present = SchemaRegistry
      .from(Map.of(RegistrySettings.URL, "mock://" + UUID.randomUUID()));
  /** As the engine sees it; for the test's own records it is always there. */
  final AbsentRegistry registry = new AbsentRegistry(present);
  final RecordSerdes serdes = new RecordSerdes(present);
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Keys keys;
  private final Path folder;
  private final TopologyTestDriver driver;
  private final Map<String, TestInputTopic<String, byte[]>> inputs = new HashMap<>();
  private final Map<String, TestOutputTopic<String, byte[]>> outputs = new HashMap<>();
  private Instant now = NOON;
  /** What other partitions say of channels. */
  Map<String, ProviderHealth> othersHealth = Map.of();

  TestEngine() {
    this(Limits.DEFAULT);
  }

  TestEngine(Limits limits) {
    folder = temporary();
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    var topology = EngineTopology.of(limits, keys, new RecordSerdes(registry), new EngineMetrics(meters), () -> now,
        () -> othersHealth);
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, EngineTopology.APPLICATION);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    driver = new TopologyTestDriver(topology, properties, now);
  }

  /** In memory where the system has such a place: the stores' syncs would take most of the time of these tests. */
  private static Path temporary() {
    Path memory = Path.of("/dev/shm");
    try {
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "otp-engine-test-")
          : Files.createTempDirectory("otp-engine-test-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Instant now() {
    return now;
  }

  /** Lets time pass, and the engine's beat come. */
  void passes(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  void command(String key, OtpCommand command) {
    write(Topics.COMMANDS, key, command);
  }

  /** As the broker took it at another time than now. */
  void command(String key, OtpCommand command, Instant at) {
    raw(Topics.COMMANDS.name(), key, bytes(Topics.COMMANDS, command), new RecordHeaders(), at);
  }

  void result(String key, DeliveryResult result) {
    write(Topics.DELIVERY_RESULTS, key, result);
  }

  void reference(String key, Reference reference) {
    write(Topics.REFERENCES, key, reference);
  }

  <T extends SpecificRecord> void write(Topic<T> topic, String key, T record) {
    raw(topic.name(), key, bytes(topic, record), new RecordHeaders(), now);
  }

  <T extends SpecificRecord> byte[] bytes(Topic<T> topic, T record) {
    try (var serializer = serdes.serializer(topic)) {
      return serializer.serialize(topic.name(), record);
    }
  }

  void raw(String topic, String key, byte[] value, Headers headers, Instant at) {
    inputs.computeIfAbsent(topic, t -> driver.createInputTopic(t, new StringSerializer(), new ByteArraySerializer()))
        .pipeInput(new TestRecord<>(key, value, headers, at));
  }

  List<OtpReply> replies() {
    return read(Topics.REPLIES);
  }

  /** The one reply that came since the last look. */
  OtpReply reply() {
    List<OtpReply> replies = replies();
    if (replies.size() != 1) throw new AssertionError("expected one reply, got " + replies);
    return replies.getFirst();
  }

  List<StatusEvent> statuses() {
    return read(Topics.STATUS);
  }

  List<WebhookDue> webhooks() {
    return read(Topics.WEBHOOKS);
  }

  List<Dispatch> dispatches(String channel) {
    return read(Topics.dispatchTo(channel));
  }

  List<TestRecord<String, byte[]>> deadLetters() {
    return records(DeadLetters.TOPIC);
  }

  <T extends SpecificRecord> List<T> read(Topic<T> topic) {
    try (var deserializer = serdes.deserializer(topic)) {
      return records(topic.name()).stream().map(record -> deserializer.deserialize(topic.name(), record.value()))
          .toList();
    }
  }

  List<TestRecord<String, byte[]>> records(String topic) {
    return outputs
        .computeIfAbsent(topic, t -> driver.createOutputTopic(t, new StringDeserializer(), new ByteArrayDeserializer()))
        .readRecordsToList();
  }

  /** Every topic that was written so far, changelogs included. */
  Set<String> topics() {
    return driver.producedTopicNames();
  }

  /** How many entries a section of the state has. */
  int size(char section) {
    KeyValueStore<Bytes, byte[]> entries = driver.getKeyValueStore("state");
    int size = 0;
    try (var all = entries.all()) {
      while (all.hasNext())
        if (all.next().key.get()[0] == section) size++;
    }
    return size;
  }

  double count(String meter, String tag, String value) {
    var counter = meters.find(meter).tag(tag, value).counter();
    return counter == null ? 0 : counter.count();
  }

  @Override public void close() {
    driver.close();
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
