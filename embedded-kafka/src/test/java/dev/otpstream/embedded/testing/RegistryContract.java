package dev.otpstream.embedded.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.embedded.testing.RegistryClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What we rely on in any registry that speaks Confluent's REST API. Extend it with the address of one; it may be in use,
 * as each test has subjects of its own.
 */
public abstract class RegistryContract {
  /** One field. */
  protected static final Schema V1 = user().requiredString("name").endRecord();
  /** One field more, which old data lacks: V1 and V2 can read each other's data. */
  protected static final Schema V2 = user().requiredString("name").optionalString("mail").endRecord();
  /** One field more without a default: cannot read V1's data, V1 can read its. */
  protected static final Schema V2_REQUIRED = user().requiredString("name").requiredString("mail").endRecord();
  /** No field: can read V1's data, V1 cannot read its. */
  protected static final Schema V2_WITHOUT = user().endRecord();
  /** Neither can read the other's data. */
  protected static final Schema OTHER = user().requiredInt("name").endRecord();

  private final String subject = "contract-" + UUID.randomUUID() + "-value";
  private final String other = "contract-" + UUID.randomUUID() + "-value";
  private RegistryClient client;

  /** Without a slash at its end. */
  protected abstract String registryUrl();

  /** Further headers, such as credentials. */
  protected Map<String, String> headers() {
    return Map.of();
  }

  /** The registry under test. */
  protected RegistryClient client() {
    return client;
  }

  @BeforeEach void connect() {
    client = new RegistryClient(registryUrl(), headers());
    client.put("/config", "compatibility", "BACKWARD"); // Confluent's default; not every registry's
  }

  @AfterEach void disconnect() {
    client.close();
  }

  @Nested
  class Registering {
    @Test void givesAnIdThatLeadsToTheSchema() {
      int id = register(subject, V1);

      Answer found = client.get("/schemas/ids/" + id);
      assertThat(found.status()).isEqualTo(200);
      assertThat(schemaIn(found)).isEqualTo(V1);
    }

    @Test void theSameAgainGivesTheSameIdAndNoNewVersion() {
      int id = register(subject, V1);

      assertThat(register(subject, V1)).isEqualTo(id);
      assertThat(numbers(client.get(versions()))).containsExactly(1);
    }

    @Test void oneSchemaHasOneIdInAllSubjects() {
      int id = register(subject, V1);

      assertThat(register(other, V1)).isEqualTo(id);
    }

    @Test void whitespaceMakesNoOtherSchema() {
      int id = register(subject, V1);

      Answer spaced = client.postSchema(versions(), V1.toString().replace(",", " ,\n  "));
      assertThat(spaced.body().path("id").asInt()).isEqualTo(id);
    }

    @Test void anotherSchemaIsAnotherVersionWithAnotherId() {
      int first = register(subject, V1);

      assertThat(register(subject, V2)).isNotEqualTo(first);
      assertThat(numbers(client.get(versions()))).containsExactly(1, 2);
    }

    @Test void subjectsNeedNotBePlainWords() {
      String odd = "a b/c%2F+ü-" + UUID.randomUUID();
      String path = URLEncoder.encode(odd, StandardCharsets.UTF_8).replace("+", "%20");
      register(path, V1);

      Answer found = client.get("/subjects/" + path + "/versions/1");
      assertThat(found.body().path("subject").asText()).isEqualTo(odd);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}", "\"strnig\"", "{\"type\":\"record\",\"name\":\"A\"}",
      "{\"type\":\"enum\",\"name\":\"A\",\"symbols\":\"a\"}",
      "{\"type\":\"record\",\"name\":\"1\",\"fields\":[]}"}) void whatIsNoSchemaIsRefused(String schema) {
      Answer refused = client.postSchema(versions(), schema);

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.errorCode()).isEqualTo(42201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "\"\\", "<xml/>"}) void whatIsNoJsonIsRefused(String body) {
      assertThat(client.post(versions(), body).status()).isBetween(400, 499);
    }
  }

  @Nested
  class Reading {
    @Test void listsSubjects() {
      register(subject, V1);
      register(other, V1);

      assertThat(texts(client.get("/subjects"))).contains(subject, other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "latest"}) void tellsAllOfAVersion(String version) {
      register(subject, V1);
      int id = register(subject, V2);

      Answer found = client.get(versions() + "/" + version);
      assertThat(found.contentType()).contains("json");
      assertThat(found.body().path("subject").asText()).isEqualTo(subject);
      assertThat(found.body().path("version").asInt()).isEqualTo(2);
      assertThat(found.body().path("id").asInt()).isEqualTo(id);
      assertThat(schemaIn(found)).isEqualTo(V2);
    }

    @Test void givesTheBareSchemaOfAVersion() {
      register(subject, V1);

      Answer found = client.get(versions() + "/1/schema");
      assertThat(parsed(found.body().toString())).isEqualTo(V1);
    }

    @Test void tellsWhereASchemaIs() {
      int id = register(subject, V1);
      register(other, V1);

      Answer places = client.get("/schemas/ids/" + id + "/versions");
      assertThat(places.body()).extracting(place -> place.path("subject").asText()).contains(subject, other);
      assertThat(places.body()).extracting(place -> place.path("version").asInt()).contains(1);
    }

    @Test void findsAVersionByItsSchema() {
      register(subject, V1);
      int id = register(subject, V2);

      Answer found = client.postSchema("/subjects/" + subject, V2.toString());
      assertThat(found.status()).isEqualTo(200);
      assertThat(found.body().path("version").asInt()).isEqualTo(2);
      assertThat(found.body().path("id").asInt()).isEqualTo(id);
    }

    @Test void knowsAvro() {
      assertThat(texts(client.get("/schemas/types"))).contains("AVRO");
      assertThat(client.get("/mode").body().path("mode").asText()).isEqualTo("READWRITE");
    }

    @Test void anUnknownSubjectIsSaidSo() {
      for (String path : List.of(versions(), versions() + "/1", versions() + "/latest")) {
        assertRefused(client.get(path), 404, 40401);
      }
      assertRefused(client.postSchema("/subjects/" + subject, V1.toString()), 404, 40401);
    }

    @Test void anUnknownVersionIsSaidSo() {
      register(subject, V1);

      assertRefused(client.get(versions() + "/2"), 404, 40402);
    }

    @Test void anUnknownSchemaIsSaidSo() {
      register(subject, V1);

      assertRefused(client.get("/schemas/ids/2000000000"), 404, 40403);
      assertRefused(client.postSchema("/subjects/" + subject, OTHER.toString()), 404, 40403);
    }
  }

  @Nested
  class Compatibility {
    @ParameterizedTest
    @CsvSource({"NONE, true, true, true, true", "BACKWARD, true, false, true, false",
      "FORWARD, true, true, false, false", "FULL, true, false, false, false"}) void holdsTheNewAgainstTheLatest(
          String level, boolean v2, boolean required, boolean without, boolean unlike) {
      register(subject, V1);
      setLevel(level);

      assertThat(mayFollow(V2)).isEqualTo(v2);
      assertThat(mayFollow(V2_REQUIRED)).isEqualTo(required);
      assertThat(mayFollow(V2_WITHOUT)).isEqualTo(without);
      assertThat(mayFollow(OTHER)).isEqualTo(unlike);
    }

    @ParameterizedTest
    @CsvSource({"BACKWARD, true", "BACKWARD_TRANSITIVE, false"}) void backwardLooksAtAllVersionsOnlyWhenTransitive(
        String level, boolean accepted) {
      setLevel(level);
      register(subject, user().requiredInt("name").endRecord());
      register(subject, user().endRecord());
      // reads the latest by its default, but not the first, whose name is a number
      Schema third = user().name("name").type().stringType().stringDefault("").endRecord();

      assertThat(client.postSchema(versions(), third.toString()).status()).isEqualTo(accepted ? 200 : 409);
    }

    @ParameterizedTest
    @CsvSource({"FORWARD, true", "FORWARD_TRANSITIVE, false",
      "FULL_TRANSITIVE, false"}) void forwardLooksAtAllVersionsOnlyWhenTransitive(String level, boolean accepted) {
      setLevel(level);
      register(subject, user().name("name").type().intType().intDefault(0).endRecord());
      register(subject, user().endRecord());
      // the latest skips the name, but the first cannot read it
      Schema third = user().name("name").type().stringType().stringDefault("").endRecord();

      assertThat(client.postSchema(versions(), third.toString()).status()).isEqualTo(accepted ? 200 : 409);
    }

    @Test void whatMayNotFollowIsNotRegistered() {
      register(subject, V1);

      Answer refused = client.postSchema(versions(), OTHER.toString());
      assertRefused(refused, 409, 409);
      assertThat(numbers(client.get(versions()))).containsExactly(1);
    }

    @Test void canBeAskedWithoutRegistering() {
      register(subject, V1);
      String latest = "/compatibility" + versions() + "/latest";

      Answer good = client.postSchema(latest, V2.toString());
      Answer bad = client.postSchema(latest, OTHER.toString());

      assertThat(good.body().path("is_compatible").asBoolean()).isTrue();
      assertThat(bad.status()).isEqualTo(200);
      assertThat(bad.body().path("is_compatible").asBoolean(true)).isFalse();
      assertThat(numbers(client.get(versions()))).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({"true, 200", "false, 409"}) void anEnumMayGrowIfItsReadersHaveADefault(boolean fallback, int status) {
      setLevel("FULL_TRANSITIVE");
      register(subject, mood(fallback, "GOOD", "OTHER"));

      assertThat(client.postSchema(versions(), mood(fallback, "GOOD", "NEW", "OTHER").toString()).status())
          .isEqualTo(status);
    }

    @Test void aLevelMayBeSetBeforeTheFirstSchema() {
      setLevel("FULL_TRANSITIVE");

      assertThat(client.get("/config/" + subject).body().path("compatibilityLevel").asText())
          .isEqualTo("FULL_TRANSITIVE");
      register(subject, V1);
      assertRefused(client.postSchema(versions(), V2_REQUIRED.toString()), 409, 409);
      assertThat(register(subject, V2)).isPositive();
    }

    @Test void levelsAreKeptPerSubject() {
      register(subject, V1);
      assertThat(client.put("/config/" + subject, "compatibility", "FULL").body().path("compatibility").asText())
          .isEqualTo("FULL");

      assertThat(client.get("/config/" + subject).body().path("compatibilityLevel").asText()).isEqualTo("FULL");
      assertThat(client.get("/config").body().path("compatibilityLevel").asText()).isEqualTo("BACKWARD");
    }

    @Test void anUnknownLevelIsRefused() {
      assertRefused(client.put("/config/" + subject, "compatibility", "SIDEWARD"), 422, 42203);
    }

    private boolean mayFollow(Schema next) {
      Answer answer = client.postSchema("/compatibility" + versions() + "/latest", next.toString());
      assertThat(answer.status()).isEqualTo(200);
      return answer.body().path("is_compatible").asBoolean();
    }
  }

  @Nested
  class Deleting {
    @Test void aSoftlyDeletedSubjectIsOutOfSightButItsIdsStillLead() {
      int id = register(subject, V1);

      assertThat(numbers(client.delete("/subjects/" + subject))).containsExactly(1);

      assertRefused(client.get(versions()), 404, 40401);
      assertThat(texts(client.get("/subjects"))).doesNotContain(subject);
      assertThat(schemaIn(client.get("/schemas/ids/" + id))).isEqualTo(V1);
    }

    @Test void aDeletedSubjectNeverReusesAVersionNumber() {
      register(subject, V1);
      client.delete("/subjects/" + subject);

      register(subject, OTHER);

      assertThat(numbers(client.get(versions()))).containsExactly(2);
    }

    @Test void aDeletedVersionIsOutOfSight() {
      register(subject, V1);
      register(subject, V2);

      assertThat(client.delete(versions() + "/1").body().asInt()).isEqualTo(1);

      assertThat(numbers(client.get(versions()))).containsExactly(2);
      assertRefused(client.get(versions() + "/1"), 404, 40402);
    }

    @Test void deletingForGoodTakesTwoSteps() {
      register(subject, V1);
      String forGood = "/subjects/" + subject + "?permanent=true";

      assertThat(client.delete(forGood).errorCode()).isEqualTo(40405);
      client.delete("/subjects/" + subject);
      assertThat(client.delete(forGood).status()).isEqualTo(200);

      assertRefused(client.delete(forGood), 404, 40401);
    }

    @Test void whatIsNotThereCannotBeDeleted() {
      assertRefused(client.delete("/subjects/" + subject), 404, 40401);
      assertRefused(client.delete(versions() + "/1"), 404, 40401);
      register(subject, V1);
      assertRefused(client.delete(versions() + "/2"), 404, 40402);
    }
  }

  private String versions() {
    return "/subjects/" + subject + "/versions";
  }

  private int register(String subject, Schema schema) {
    Answer answer = client.postSchema("/subjects/" + subject + "/versions", schema.toString());
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.body().path("id").asInt();
  }

  private void setLevel(String level) {
    assertThat(client.put("/config/" + subject, "compatibility", level).status()).isEqualTo(200);
  }

  private static void assertRefused(Answer answer, int status, int errorCode) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.errorCode()).isEqualTo(errorCode);
    assertThat(answer.body().path("message").asText()).isNotEmpty();
  }

  private static Schema mood(boolean fallback, String... words) {
    var mood = SchemaBuilder.enumeration("Mood").namespace("contract");
    return SchemaBuilder.record("Holder").namespace("contract").fields().name("mood")
        .type(fallback ? mood.defaultSymbol("OTHER").symbols(words) : mood.symbols(words)).noDefault().endRecord();
  }

  private static SchemaBuilder.FieldAssembler<Schema> user() {
    return SchemaBuilder.record("User").namespace("contract").fields();
  }

  private static Schema schemaIn(Answer answer) {
    return parsed(answer.body().path("schema").asText());
  }

  private static Schema parsed(String schema) {
    return new Schema.Parser().parse(schema);
  }

  private static List<Integer> numbers(Answer answer) {
    return elements(answer).stream().map(JsonNode::asInt).toList();
  }

  private static List<String> texts(Answer answer) {
    return elements(answer).stream().map(JsonNode::asText).toList();
  }

  private static List<JsonNode> elements(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return StreamSupport.stream(answer.body().spliterator(), false).toList();
  }
}
