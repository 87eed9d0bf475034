package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.embedded.testing.RegistryClient;
import dev.otpstream.embedded.testing.RegistryClient.Answer;
import dev.otpstream.embedded.testing.TestKafka;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Beyond what each registry must do: how ours does it, and where Confluent's clients know its own codes. */
class EmbeddedRegistryTest {
  private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"A\",\"fields\":[]}";

  private static TestKafka kafka;

  private final String subject = "embedded-" + UUID.randomUUID();
  private final String versions = "/subjects/" + subject + "/versions";
  private RegistryClient client;

  @BeforeAll static void start() {
    kafka = TestKafka.start();
  }

  @AfterAll static void stop() {
    kafka.close();
  }

  @BeforeEach void connect() {
    client = new RegistryClient(kafka.registryUrl(), Map.of());
  }

  @AfterEach void disconnect() {
    client.close();
  }

  @Test void theStandardLevelIsBackward() {
    assertThat(client.get("/config").body().path("compatibilityLevel").asText()).isEqualTo("BACKWARD");
    assertRefused(client.get("/config/" + subject), 404, 40408);
    assertThat(client.get("/config/" + subject + "?defaultToGlobal=true").body().path("compatibilityLevel").asText())
        .isEqualTo("BACKWARD");
  }

  @Test void anUnsetLevelIsTheStandardAgain() {
    client.put("/config/" + subject, "compatibility", "none");

    Answer was = client.delete("/config/" + subject);

    assertThat(was.body().path("compatibilityLevel").asText()).isEqualTo("NONE");
    assertRefused(client.get("/config/" + subject), 404, 40408);
    assertRefused(client.delete("/config/" + subject), 404, 40401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-2", "newest", "99999999999"}) void whatIsNoVersionIsSaidSo(String version) {
    client.postSchema(versions, SCHEMA);

    assertRefused(client.get(versions + "/" + version), 422, 42202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"schema\":\"\"}", "{}", "", "[]", "7", "{\"schema\":7}",
    "{\"schema\":\"\\\"string\\\"\",\"schemaType\":\"PROTOBUF\"}",
    "{\"schema\":\"\\\"string\\\"\",\"references\":[{\"name\":\"a\",\"subject\":\"a\",\"version\":1}]}"}) void whatIsNoSchemaOfOursIsRefused(
        String body) {
    assertRefused(client.post(versions, body), 422, 42201);
  }

  @Test void anIdOfTheCallersChoiceIsRefused() {
    assertRefused(client.post(versions, "{\"schema\":\"\\\"string\\\"\",\"id\":77}"), 422, 42205);
  }

  @ParameterizedTest
  @CsvSource({"GET, /nothing, 404", "GET, /schemas/ids/one, 404", "DELETE, /subjects, 405",
    "POST, /mode, 405"}) void whatTheApiDoesNotKnowIsSaidSo(String method, String path, int status) {
    Answer answer = switch (method) {
      case "GET" -> client.get(path);
      case "DELETE" -> client.delete(path);
      default -> client.post(path, "{}");
    };

    assertRefused(answer, status, status);
    assertThat(answer.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
  }

  @Test void aHugeBodyIsRefused() {
    String body = "{\"schema\":\"" + " ".repeat(RegistryServer.BODY_BYTES_MAX) + "\"}";

    assertRefused(client.post(versions, body), 413, 413);
  }

  @Test void deepNestingIsRefused() {
    assertRefused(client.postSchema(versions, "[".repeat(50_000)), 422, 42201);
  }

  @Test void aStrangeSubjectIsRefused() {
    assertRefused(client.postSchema("/subjects/%0A/versions", SCHEMA), 422, 42208);
    assertRefused(client.postSchema("/subjects/" + "a".repeat(1_000) + "/versions", SCHEMA), 422, 42208);
  }

  @Test void theOrderOfFurtherAttributesIsNoMatterWhenNormalized() {
    int id = id(client.postSchema(versions + "?normalize=true", "{\"type\":\"string\",\"x\":1,\"a\":2}"));

    assertThat(id(client.postSchema(versions + "?normalize=true", "{\"a\":2,\"x\":1,\"type\":\"string\"}")))
        .isEqualTo(id);
    assertThat(id(client.postSchema(versions, "{\"type\":\"string\",\"x\":1,\"a\":2}"))).isNotEqualTo(id);
  }

  @Test void whatIsSoftlyDeletedIsStillSeenWhenAskedFor() {
    client.postSchema(versions, SCHEMA);
    client.delete("/subjects/" + subject);

    assertThat(client.get(versions + "?deleted=true").body()).hasSize(1);
    assertThat(client.get("/subjects?deletedOnly=true&subjectPrefix=" + subject).body()).hasSize(1);
    assertRefused(client.delete("/subjects/" + subject), 404, 40404);
    assertRefused(client.delete(versions + "/1"), 404, 40406);
  }

  @Test void whatIsDeletedForGoodIsGone() {
    String own = "{\"type\":\"record\",\"name\":\"Own\",\"fields\":[]}";
    int id = id(client.postSchema(versions, own));

    assertRefused(client.delete("/subjects/" + subject + "?permanent=true"), 404, 40405);
    assertRefused(client.delete(versions + "/1?permanent=true"), 404, 40407);
    client.delete("/subjects/" + subject);
    assertThat(client.delete("/subjects/" + subject + "?permanent=true").status()).isEqualTo(200);

    assertRefused(client.get("/schemas/ids/" + id), 404, 40403);
    assertRefused(client.get(versions + "?deleted=true"), 404, 40401);
  }

  @Test void aSubjectTakesItsLevelAlong() {
    client.postSchema(versions, SCHEMA);
    client.put("/config/" + subject, "compatibility", "FULL");

    client.delete(versions + "/latest");

    assertRefused(client.get("/config/" + subject), 404, 40408);
  }

  @Test void explainsWhyASchemaMayNotFollow() {
    client.postSchema(versions, "\"string\"");

    Answer answer = client.postSchema("/compatibility" + versions + "/latest?verbose=true", "\"int\"");

    assertThat(answer.body().path("messages").toString()).contains("TYPE_MISMATCH");
  }

  @Test void aSubjectWithoutSchemasAcceptsAny() {
    Answer answer = client.postSchema("/compatibility" + versions + "/latest", SCHEMA);

    assertThat(answer.body().path("is_compatible").asBoolean()).isTrue();
    assertRefused(client.postSchema("/compatibility" + versions + "/1", SCHEMA), 404, 40401);
  }

  @Test void manyAtOnceStillGetOneIdASchema() {
    var ids = new ConcurrentHashMap<Integer, Set<Integer>>(); // by the schema's size

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 60).mapToObj(i -> callers.submit(() -> {
        int size = i % 20 + 1;
        String schema = "{\"type\":\"fixed\",\"name\":\"F\",\"size\":" + size + "}";
        int id = id(client.postSchema("/subjects/" + subject + i + "/versions", schema));
        return ids.computeIfAbsent(size, _ -> ConcurrentHashMap.newKeySet()).add(id);
      })).toList().forEach(NumbersTopic::await);
    }

    assertThat(ids.values()).hasSize(20).doesNotHaveDuplicates().allMatch(each -> each.size() == 1);
  }

  @Test void anotherOnTheSameKafkaKnowsTheSame() {
    int id = id(client.postSchema(versions, SCHEMA));
    client.put("/config/" + subject, "compatibility", "FULL");

    try (var again = EmbeddedRegistry.start(RegistryConfig.on(kafka.bootstrapServers()));
        var other = new RegistryClient(again.url(), Map.of())) {
      assertThat(other.get(versions + "/1").body()).isEqualTo(client.get(versions + "/1").body());
      assertThat(other.get("/config/" + subject).body().path("compatibilityLevel").asText()).isEqualTo("FULL");
      assertThat(id(other.postSchema("/subjects/other" + subject + "/versions", SCHEMA))).isEqualTo(id);
    }
  }

  @Test void letsInOnlyTheOneUser() {
    var config = RegistryConfig.on(kafka.bootstrapServers()).withBasicAuth(BasicAuth.parse("ann:pass:word"));
    // ann:pass:word and ann:wrong
    var right = Map.of("Authorization", "Basic YW5uOnBhc3M6d29yZA==");
    var wrong = Map.of("Authorization", "Basic YW5uOndyb25n");

    try (var registry = EmbeddedRegistry.start(config)) {
      assertThat(statusOfSubjects(registry, right)).isEqualTo(200);
      assertThat(statusOfSubjects(registry, wrong)).isEqualTo(401);
      assertThat(statusOfSubjects(registry, Map.of())).isEqualTo(401);
    }
    assertThat(config.toString()).contains("ann").doesNotContain("word");
  }

  @Test void withoutItsKafkaItStillAnswersWhatItKnowsAndRefusesWhatItCannotKeep() {
    var mortal = TestKafka.start();
    try (var registry = EmbeddedRegistry.start(RegistryConfig.on(mortal.bootstrapServers()));
        var caller = new RegistryClient(registry.url(), Map.of())) {
      int id = id(caller.postSchema(versions, SCHEMA));

      mortal.close();

      assertThat(caller.get("/schemas/ids/" + id).status()).isEqualTo(200);
      assertRefused(caller.postSchema(versions, "\"string\""), 500, 50001);
    } finally {
      mortal.close();
    }
  }

  @Test void aTopicThatForgetsIsRefused() {
    try (var other = TestKafka.start();
        var admin = Admin.create(Map.of("bootstrap.servers", other.bootstrapServers()))) {
      NumbersTopic.await(admin.createTopics(List.of(new NewTopic("_schemas", Optional.of(1), Optional.empty()))).all());

      assertThatThrownBy(other::registryUrl).isInstanceOf(IllegalStateException.class).hasMessageContaining("compact");
    }
  }

  private static int statusOfSubjects(EmbeddedRegistry registry, Map<String, String> headers) {
    try (var caller = new RegistryClient(registry.url(), headers)) {
      return caller.get("/subjects").status();
    }
  }

  private static int id(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.body().path("id").asInt();
  }

  private static void assertRefused(Answer answer, int status, int errorCode) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.errorCode()).isEqualTo(errorCode);
    assertThat(answer.body().path("message").asText()).isNotEmpty();
  }
}
