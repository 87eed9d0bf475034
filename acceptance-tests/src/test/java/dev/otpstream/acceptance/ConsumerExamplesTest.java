package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.TopicAdmin;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The consumers of {@code examples}, as processes of their own, on a real broker and a real registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(2); // the first time npm downloads a few megabytes
  private static final List<String> HEADER = List.of("channel", "accepted", "dispatched", "sent", "delivered",
      "verified");
  private static final int PARTITIONS = 3;
  private TestKafka kafka;
  private KafkaProducer<String, StatusEvent> producer;
  private Instant later;

  @TempDir
  Path folder;

  @BeforeAll void writeEvents() {
    kafka = TestKafka.start();
    var settings = KafkaSettings.of(kafka.bootstrapServers());
    try (Admin admin = Admin.create(settings.admin("test"))) {
      new TopicAdmin(admin).ensure(PARTITIONS, (short) 1);
    }
    var serdes = new RecordSerdes(SchemaRegistry.from(RegistrySettings.of(kafka.registryUrl(), "").asMap()));
    Map<String, Object> transactional = settings.producer("test");
    transactional.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test");
    producer = new KafkaProducer<>(transactional, new StringSerializer(), serdes.serializer(Topics.STATUS));
    producer.initTransactions();
    Instant first = now();
    for (long id = 9_001; id <= 9_020; id++)
      transaction(verified(id, "sms", first), false); // in every partition
    transaction(verified(1, "telegram", first), true);
    transaction(verified(1, "telegram", first), true); // the same sequence numbers again: counted once
    for (long id = 2; id <= 6; id++)
      transaction(verified(id, "telegram", first), true);
    for (long id = 7; id <= 9; id++)
      transaction(fallenBack(id, first), true);
    // The marks of ended transactions have times, too: those of the broker.
    later = now().plusMillis(1);
    for (long id = 10; id <= 12; id++)
      transaction(verified(id, "max", later), true);
  }

  @AfterAll void stop() {
    if (producer != null) producer.close(Duration.ofSeconds(5));
    if (kafka != null) kafka.close();
  }

  @Test void theJavaConsumerPrintsTheFunnel() {
    printsTheFunnel(java());
  }

  @Test void theJavaConsumerReplaysFromATime() {
    printsWhatCameLater(java());
  }

  @Test void theNodeConsumerPrintsTheFunnel() throws Exception {
    printsTheFunnel(node());
  }

  @Test void theNodeConsumerReplaysFromATime() throws Exception {
    printsWhatCameLater(node());
  }

  private void printsTheFunnel(List<String> command) {
    prints(command, List.of(HEADER, List.of("max", "3", "3", "3", "3", "3"), List.of("sms", "0", "3", "3", "3", "3"),
        List.of("telegram", "9", "9", "6", "6", "6")));
  }

  private void printsWhatCameLater(List<String> command) {
    var since = new ArrayList<>(command);
    since.addAll(List.of("--from", later.toString()));
    prints(since, List.of(HEADER, List.of("max", "3", "3", "3", "3", "3")));
  }

  private static List<String> java() {
    Path lib = EXAMPLES.resolve(Path.of("java-consumer", "target", "lib"));
    assertThat(lib).as("build the example first: mvn -pl examples/java-consumer package").isDirectory();
    return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp", lib + "/*",
        "example.StatusFunnel");
  }

  private List<String> node() throws Exception {
    assertThat(isInstalled("node") && isInstalled("npm")).as("install Node.js 18 or newer with npm").isTrue();
    for (String name : List.of("package.json", "package-lock.json", "funnel.js", "status-funnel.js"))
      Files.copy(EXAMPLES.resolve("node-consumer").resolve(name), folder.resolve(name));
    Process install = started(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"),
        folder.resolve("npm.log"));
    assertThat(install.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("npm ci ends").isTrue();
    assertThat(install.exitValue()).as(Files.readString(folder.resolve("npm.log"))).isZero();
    return List.of("node", folder.resolve("status-funnel.js").toString());
  }

  /** What comes last in each partition is counted, so whatever must not be counted has been passed. */
  private void prints(List<String> command, List<List<String>> rows) {
    Path log = folder.resolve("funnel.log");
    Process consumer = started(command, log);
    try {
      await("the funnel").atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).failFast("ended early",
          () -> !consumer.isAlive())
          .untilAsserted(() -> assertThat(newestTable(Files.readString(log))).isEqualTo(rows));
    } finally {
      stop(consumer);
    }
  }

  private static List<List<String>> newestTable(String output) {
    List<List<String>> rows = output.lines().map(line -> List.of(line.strip().split(" +"))).toList();
    int start = rows.lastIndexOf(HEADER);
    return start < 0 ? List.of() : rows.subList(start, rows.size()).stream().filter(row -> row.size() > 1).toList();
  }

  private Process started(List<String> command, Path log) {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder.environment().putAll(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "SCHEMA_REGISTRY_URL",
        kafka.registryUrl(), "KAFKAJS_NO_PARTITIONER_WARNING", "1"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void transaction(List<StatusEvent> events, boolean commit) {
    producer.beginTransaction();
    for (StatusEvent event : events) {
      var _ = producer.send(new ProducerRecord<>(Topics.STATUS.name(), (int) (event.getMessageId() % PARTITIONS),
          event.getAt().toEpochMilli(),
          Long.toString(event.getMessageId()), event));
    }
    producer.flush(); // so that an aborted transaction leaves its records in the log
    if (commit) producer.commitTransaction();
    else
      producer.abortTransaction();
  }

  private static List<StatusEvent> verified(long id, String channel, Instant at) {
    return List.of(event(id, 1, StatusType.ACCEPTED, MessageState.QUEUED, null, 0, at),
        event(id, 2, StatusType.DISPATCHED, MessageState.DISPATCHED, channel, 1, at),
        event(id, 3, StatusType.SENT, MessageState.SENT, channel, 1, at),
        event(id, 4, StatusType.DELIVERED, MessageState.DELIVERED, channel, 1, at),
        event(id, 5, StatusType.VERIFIED, MessageState.VERIFIED, null, 0, at));
  }

  private static List<StatusEvent> fallenBack(long id, Instant at) {
    return List.of(event(id, 1, StatusType.ACCEPTED, MessageState.QUEUED, null, 0, at),
        event(id, 2, StatusType.DISPATCHED, MessageState.DISPATCHED, "telegram", 1, at),
        event(id, 3, StatusType.FAILED, MessageState.DISPATCHED, "telegram", 1, at),
        event(id, 4, StatusType.FALLBACK, MessageState.DISPATCHED, "telegram", 1, at),
        event(id, 5, StatusType.DISPATCHED, MessageState.DISPATCHED, "sms", 2, at),
        event(id, 6, StatusType.SENT, MessageState.SENT, "sms", 2, at),
        event(id, 7, StatusType.DELIVERED, MessageState.DELIVERED, "sms", 2, at),
        event(id, 8, StatusType.VERIFIED, MessageState.VERIFIED, null, 0, at));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static StatusEvent event(long id, int sequence, StatusType type, MessageState state, String channel,
      int dispatch, Instant at) {
    return StatusEvent.newBuilder().setMessageId(id).setSequence(sequence).setType(type).setState(state).setAt(at)
        .setAccountId("acme").setRecipientToken("token").setRecipientMasked("+38097*****67").setChannel(channel)
        .setDispatch(dispatch).build();
  }

  private static boolean isInstalled(String program) {
    return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
