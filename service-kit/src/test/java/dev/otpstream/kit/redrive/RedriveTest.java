package dev.otpstream.kit.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.TopicAdmin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real broker. */
class RedriveTest {
  private static final TopicPartition COMMANDS = new TopicPartition("otp.commands", 1);
  private static final TopicPartition ACCOUNTS = new TopicPartition("otp.accounts", 0);
  private static final TopicPartition LETTERS = new TopicPartition(DeadLetters.TOPIC, 0);
  private static TestKafka kafka;
  private static KafkaSettings settings;
  private static Admin admin;
  private static KafkaProducer<byte[], byte[]> producer;
  private final List<Fate> fates = new ArrayList<>();

  @BeforeAll static void start() {
    kafka = TestKafka.start();
    settings = KafkaSettings.of(kafka.bootstrapServers());
    admin = Admin.create(settings.admin("test"));
    new TopicAdmin(admin).ensure(3, (short) 1);
    producer = new KafkaProducer<>(settings.producer("test"), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll static void stop() {
    producer.close(Duration.ofSeconds(5));
    admin.close();
    kafka.close();
  }

  @BeforeEach void forget() throws Exception {
    for (TopicPartition partition : List.of(LETTERS, COMMANDS))
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1))).all().get(30, TimeUnit.SECONDS);
  }

  @Test void aRecordComesBackAsItWasAndOnlyOnce() throws Exception {
    ConsumerRecord<byte[], byte[]> origin = record(COMMANDS, 4711, "key", "value");
    origin.headers().add("traceparent", bytes("00-trace"));
    bury(origin, "unknown schema id 9");

    redrive(Choice.ALL);
    redrive(Choice.ALL);

    assertThat(fates).containsExactly(Fate.REDRIVEN, Fate.ALREADY_REDRIVEN);
    assertThat(read(COMMANDS)).singleElement().satisfies(back -> {
      assertThat(back.key()).isEqualTo(bytes("key"));
      assertThat(back.value()).isEqualTo(bytes("value"));
      assertThat(back.headers().toArray()).hasSize(1);
      assertThat(back.headers().lastHeader("traceparent").value()).isEqualTo(bytes("00-trace"));
    });
  }

  @Test void twoLettersOfOneRecordBringItBackOnce() throws Exception {
    bury(record(COMMANDS, 7, "key", "value"), "by one service");
    bury(record(COMMANDS, 7, "key", "value"), "by another");

    redrive(Choice.ALL);

    assertThat(fates).containsExactly(Fate.REDRIVEN, Fate.ALREADY_REDRIVEN);
    assertThat(read(COMMANDS)).hasSize(1);
  }

  @Test void whatWasNotChosenCanBeChosenLater() throws Exception {
    bury(record(COMMANDS, 1, "a", "1"), "Unknown Schema id 9");
    bury(record(COMMANDS, 2, "b", "2"), "not in the registry's wire format");
    bury(record(new TopicPartition("otp.references", 0), 3, "c", "3"), "unknown schema id 9");

    redrive(choice("otp.commands", "unknown schema"));
    assertThat(keys(COMMANDS)).containsExactly("a");
    redrive(choice("otp.commands", ""));
    assertThat(keys(COMMANDS)).containsExactly("a", "b");
    assertThat(fates).containsExactly(Fate.REDRIVEN, Fate.ALREADY_REDRIVEN, Fate.REDRIVEN);
  }

  @Test void timesNarrowTheChoice() throws Exception {
    bury(record(COMMANDS, 1, "a", "1"), "early");
    Instant buried = Instant.ofEpochMilli(read(LETTERS).getFirst().timestamp());

    redrive(
        new Choice(Optional.empty(), Optional.empty(), Optional.of(buried.plusMillis(1)), Optional.empty(), Set.of()));
    redrive(new Choice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(buried), Set.of()));
    assertThat(fates).isEmpty();
    redrive(new Choice(Optional.empty(), Optional.empty(), Optional.of(buried), Optional.of(buried.plusMillis(1)),
        Set.of()));
    assertThat(fates).containsExactly(Fate.REDRIVEN);
  }

  @Test void singleLettersCanBeChosen() throws Exception {
    bury(record(COMMANDS, 1, "a", "1"), "why");
    bury(record(COMMANDS, 2, "b", "2"), "why");

    redrive(Choice.of(Set.of(read(LETTERS).getLast().offset())));

    assertThat(keys(COMMANDS)).containsExactly("b");
  }

  @Test void aDryRunChangesNothing() throws Exception {
    bury(record(COMMANDS, 1, "a", "1"), "why");

    new Redrive(settings).dryRun(Choice.ALL, (_, fate) -> fates.add(fate));

    assertThat(fates).containsExactly(Fate.WOULD_BE_REDRIVEN);
    assertThat(read(COMMANDS)).isEmpty();
    assertThat(read(LETTERS)).hasSize(1);
  }

  @Test void aRunThatBreaksOffIsFinishedByTheNext() throws Exception {
    for (int i = 0; i < 250; i++)
      bury(record(COMMANDS, i, "key-" + i, "value"), "why");

    assertThatThrownBy(() -> new Redrive(settings).run(Choice.ALL, (_, _) -> {
      throw new IllegalStateException("broken off");
    })).hasMessage("broken off");
    assertThat(keys(COMMANDS)).as("one batch").hasSizeBetween(1, 249);
    redrive(Choice.ALL);

    assertThat(keys(COMMANDS)).hasSize(250).doesNotHaveDuplicates();
  }

  @Test void whatAKilledRunLeftOpenIsNeverSeen() throws Exception {
    bury(record(COMMANDS, 1, "a", "1"), "why");
    Map<String, Object> transactional = settings.producer("killed");
    transactional.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "otp-redrive");
    try (var killed = new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
      killed.initTransactions();
      killed.beginTransaction();
      killed.send(new ProducerRecord<>(COMMANDS.topic(), COMMANDS.partition(), bytes("a"), bytes("1"))).get(30,
          TimeUnit.SECONDS);

      redrive(Choice.ALL);

      assertThatThrownBy(killed::commitTransaction).as("the older run cannot go on").isNotNull();
    }
    assertThat(keys(COMMANDS)).containsExactly("a");
  }

  @Test void anOldAccountDoesNotComeAfterANewerOne() throws Exception {
    long old = produce(ACCOUNTS, "acme", "old");
    long lonely = produce(ACCOUNTS, "lonely", "old");
    produce(ACCOUNTS, "acme", "new");
    bury(record(ACCOUNTS, old, "acme", "old"), "why");
    bury(record(ACCOUNTS, lonely, "lonely", "old"), "why");

    redrive(Choice.ALL);

    assertThat(fates).containsExactly(Fate.SUPERSEDED, Fate.REDRIVEN);
    assertThat(keys(ACCOUNTS)).containsExactly("acme", "lonely", "acme", "lonely");
  }

  @Test void whatCannotGoBackIsSaidSo() throws Exception {
    bury(record(COMMANDS, 1, "a", "x".repeat(1_048_000)), "too large");
    bury(record(new TopicPartition("_schemas", 0), 1, "a", "1"), "none of ours");
    bury(record(new TopicPartition("otp.commands", 99), 1, "a", "1"), "no such partition");

    redrive(Choice.ALL);

    assertThat(fates).containsExactly(Fate.CUT, Fate.NO_SUCH_PLACE, Fate.NO_SUCH_PLACE);
  }

  private void redrive(Choice choice) {
    new Redrive(settings).run(choice, (_, fate) -> fates.add(fate));
  }

  private static Choice choice(String topic, String reason) {
    return new Choice(Optional.of(topic), Optional.of(reason), Optional.empty(), Optional.empty(), Set.of());
  }

  private static ConsumerRecord<byte[], byte[]> record(TopicPartition place, long offset, String key, String value) {
    return new ConsumerRecord<>(place.topic(), place.partition(), offset, bytes(key), bytes(value));
  }

  private static void bury(ConsumerRecord<byte[], byte[]> record, String reason) throws Exception {
    producer.send(DeadLetters.letter(record, "test", reason)).get(30, TimeUnit.SECONDS);
  }

  private static long produce(TopicPartition place, String key, String value) throws Exception {
    return producer.send(new ProducerRecord<>(place.topic(), place.partition(), bytes(key), bytes(value)))
        .get(30, TimeUnit.SECONDS).offset();
  }

  private static List<String> keys(TopicPartition place) {
    return read(place).stream().map(record -> new String(record.key(), StandardCharsets.UTF_8)).toList();
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(TopicPartition place) {
    await().atMost(Duration.ofSeconds(30)).until(() -> end(place, IsolationLevel.READ_COMMITTED) == end(place,
        IsolationLevel.READ_UNCOMMITTED)); // a commit returns before all partitions have heard of it
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    new PartitionReader(settings).readAll(place, 0, records::add);
    return records;
  }

  private static long end(TopicPartition place, IsolationLevel isolation) throws Exception {
    return admin.listOffsets(Map.of(place, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
        .partitionResult(place).get(30, TimeUnit.SECONDS).offset();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
