package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.KeyFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole platform, and records on its topics that nobody can read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  /** For others to read, or read on demand: claims by who takes over a dead worker's partition, past what says nothing. */
  private static final Set<Topic<?>> WITHOUT_READER = Set.of(Topics.STATUS, Topics.WEBHOOK_FAILED,
      Topics.CLAIMS_TELEGRAM, Topics.CLAIMS_MAX, Topics.CLAIMS_SMS);
  private static final AtomicInteger NUMBERS = new AtomicInteger(31_000);
  private StandaloneProcess platform;
  private Wire wire;
  private Path log;

  @BeforeAll void start(@TempDir Path folder) {
    log = folder.resolve("platform.log");
    Path data = folder.resolve("data");
    platform = StandaloneProcess.up(data, log);
    wire = new Wire(platform.bootstrapServers(), platform.registryUrl(),
        KeyFile.load(data.resolve("sealing-keys.json")));
    lifeGoesOn(); // from now on every service has registered its schemas
  }

  @AfterAll void stop() {
    if (wire != null) wire.close();
    if (platform != null) platform.close();
  }

  @Test void whatNobodyCanReadIsBuriedOnEveryTopicAndNothingStops() throws Exception {
    Map<String, String> buried = new HashMap<>();
    for (Topic<?> topic : Topics.ALL)
      if (!WITHOUT_READER.contains(topic)) buried.putAll(poison(topic));
    // Whose a reply is, is told by its key: these are nobody's and are passed over.
    buried.keySet().removeIf(origin -> origin.startsWith(Topics.REPLIES.name()));

    await("all of it is among the dead letters").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          var missing = new HashMap<>(buried);
          letters().forEach(letter -> missing.remove(origin(letter)));
          assertThat(missing).isEmpty();
        });
    for (ConsumerRecord<String, byte[]> letter : letters()) {
      assertThat(header(letter, DeadLetters.REASON)).isNotBlank().doesNotContain(PoisonCorpus.CANARY);
      assertThat(header(letter, DeadLetters.SERVICE)).isNotBlank();
      assertThat(header(letter, DeadLetters.TRACE)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
    }
    String metrics = get(platform.metrics());
    buried.keySet().forEach(origin -> assertThat(metrics)
        .contains("otp_dead_letters_total{topic=\"%s\"}".formatted(origin.substring(0, origin.indexOf('@')))));
    assertThat(Files.readString(log)).doesNotContain(PoisonCorpus.CANARY).doesNotContain("\"died\"");
    lifeGoesOn();
  }

  @Test void aLetterComesBackAfterTheFixAndHasItsEffectOnce() throws Exception {
    String phone = Phones.number(30_001);
    String key = wire.routingKey(phone);
    // A producer ran ahead: its schema, one field newer, is not in the registry yet.
    Schema ahead = future(OtpCommand.getClassSchema());
    int id = 1 + wire.registry().register("otp.test-value", Schema.createEnum("Probe", "", "test", List.of("A")));
    byte[] command = wire.bytes(Topics.COMMANDS, wire.command(wire.code(phone, Duration.ofMinutes(5), "sms").build()));
    byte[] unknown = ByteBuffer.allocate(command.length + 1).put((byte) 0).putInt(id)
        .put(command, 5, command.length - 5).put((byte) 0).array();
    RecordMetadata sent = wire.raw(
        new ProducerRecord<>(Topics.COMMANDS.name(), wire.partitionOf(phone), key, unknown));
    String origin = "otp.commands@%d/%d".formatted(sent.partition(), sent.offset());
    await("the letter").atMost(PATIENCE).pollInterval(Duration.ofMillis(300))
        .until(() -> letters().stream().anyMatch(letter -> origin(letter).equals(origin)));
    assertThat(wire.registry().register(Topics.COMMANDS.subject(), ahead)).as("the fix").isEqualTo(id);

    redrive(origin);
    String code = await("the code").atMost(PATIENCE).until(() -> codesOn(phone), codes -> !codes.isEmpty()).getFirst();
    redrive(origin);
    redrive(origin);

    assertThat(Phones.codeIn(code)).hasSize(6);
    lifeGoesOn();
    assertThat(accepted(phone)).as("one effect").isEqualTo(1);
    assertThat(codesOn(phone)).hasSize(1);
  }

  /** Writes the corpus to a topic; gives the origins with what is wrong. */
  private Map<String, String> poison(Topic<?> topic) {
    Schema schema = SpecificData.get().getSchema(topic.valueType());
    Topic<?> other = topic.equals(Topics.ACCOUNTS) ? Topics.STATUS : Topics.ACCOUNTS;
    int id = wire.registry().register(topic.subject(), schema);
    int foreign = wire.registry().register(other.subject(), SpecificData.get().getSchema(other.valueType()));
    var origins = new HashMap<String, String>();
    PoisonCorpus.of(topic, id, foreign).forEach((what, poison) -> {
      RecordMetadata written = wire.raw(poison);
      origins.put("%s@%d/%d".formatted(topic.name(), written.partition(), written.offset()), what);
    });
    return origins;
  }

  /** By every channel, through every service. */
  private void lifeGoesOn() {
    Caller caller = Caller.withNewAccount(platform.url(), StandaloneProcess.ADMIN_TOKEN);
    try (var hooks = new Hooks(caller.webhookSecret())) {
      var phones = new ArrayList<String>();
      for (int i = 0; i < 12; i++) // in every partition
        phones.add(Phones.number(NUMBERS.incrementAndGet()));
      for (String phone : phones) {
        String channel = phones.indexOf(phone) % 2 == 0 ? "telegram" : "sms";
        Caller.Answer sent = caller
            .send(Map.of("phone", phone, "channels", List.of(channel), "hook", hooks.url(phone.substring(1))));
        assertThat(sent.sent()).as("%s", sent).isTrue();
      }
      for (String phone : phones) {
        List<String> codes = await("a code").atMost(PATIENCE).until(() -> codesOn(phone), found -> !found.isEmpty());
        assertThat(caller.verify(phone, Phones.codeIn(codes.getLast())).verified()).isTrue();
        await("a hook").atMost(PATIENCE).until(() -> hooks.calls(phone.substring(1)).stream()
            .anyMatch(call -> call.body().path("type").asText().equals("otp.verified")));
      }
    }
  }

  private void redrive(String origin) throws IOException {
    Path output = log.resolveSibling("redrive.log");
    Files.deleteIfExists(output);
    try (var redrive = JavaProcess.start("dev.otpstream.standalone.Otp", Map.of(), output, "redrive", "--kafka",
        platform.bootstrapServers(), "--topic", Topics.COMMANDS.name(), "--reason", "schema id", "--json")) {
      redrive.awaitEnd();
      assertThat(redrive.exitValue()).as(redrive.output()).isZero();
    }
    assertThat(Files.readString(output)).contains("\"offset\":" + origin.substring(origin.indexOf('/') + 1));
  }

  private long accepted(String phone) {
    String token = wire.routingKey(phone).substring(Wire.ACCOUNT.length() + 1);
    List<StatusEvent> events = evidence().all(Topics.STATUS);
    return events.stream()
        .filter(event -> event.getRecipientToken().equals(token) && event.getType() == StatusType.ACCEPTED).count();
  }

  private List<String> codesOn(String phone) throws IOException, InterruptedException {
    var answer = new ObjectMapper().readTree(get(platform.phone(phone)));
    var messages = answer.isArray() ? answer : answer.path("messages");
    return messages.valueStream()
        .map(message -> message.path("code").asText("").isEmpty()
            ? message.path("text").asText()
            : message.path("code").asText())
        .toList();
  }

  private List<ConsumerRecord<String, byte[]>> letters() {
    return evidence().raw(DeadLetters.TOPIC).stream()
        .filter(record -> record.headers().lastHeader(DeadLetters.REDRIVEN) == null).toList();
  }

  private Evidence evidence() {
    return new Evidence(platform.bootstrapServers(), platform.registryUrl());
  }

  private static String origin(ConsumerRecord<?, ?> letter) {
    return "%s@%s/%s".formatted(header(letter, DeadLetters.ORIGIN_TOPIC), header(letter, DeadLetters.ORIGIN_PARTITION),
        header(letter, DeadLetters.ORIGIN_OFFSET));
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** One more field at the end, which older readers skip and whose absence older writers need not care about. */
  private static Schema future(Schema schema) {
    var fields = schema.getFields().stream().map(field -> new Schema.Field(field, field.schema()))
        .collect(Collectors.toCollection(ArrayList::new));
    fields.add(new Schema.Field("later", Schema.createUnion(Schema.create(Schema.Type.NULL),
        Schema.create(Schema.Type.STRING)), "", Schema.Field.NULL_DEFAULT_VALUE));
    return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static String get(URI url) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
