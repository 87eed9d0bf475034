package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.embedded.testing.RegistryClient;
import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With a real registry. */
class SchemaPromiseTest {
  private static final String STATUS = Topics.STATUS.subject();
  private static TestKafka kafka;
  private static RegistryClient http;
  private static SchemaRegistry registry;

  @BeforeAll static void start() {
    kafka = TestKafka.start();
    http = new RegistryClient(kafka.registryUrl(), Map.of());
    registry = SchemaRegistry.from(RegistrySettings.of(kafka.registryUrl(), "").asMap());
  }

  @AfterAll static void stop() {
    http.close();
    kafka.close();
  }

  @Test void theRegistryKeepsThePromiseOfPublicTopicsOnly() {
    assertThat(SchemaPromise.ensure(registry)).isEmpty();
    assertThat(SchemaPromise.ensure(registry)).as("again").isEmpty();

    for (Topic<?> topic : Topics.PUBLIC)
      assertThat(level(topic.subject())).isEqualTo("FULL_TRANSITIVE");
    assertThat(http.get("/config/" + Topics.COMMANDS.subject()).status()).as("no level of its own").isEqualTo(404);
  }

  @Test void whatWouldBreakItIsRefusedAndWhatKeepsItIsNot() {
    SchemaPromise.ensure(registry);
    String text = ReleasedSchemas.current(Topics.STATUS).toString();
    registry.register(STATUS, parsed(text));

    Schema required = parsed(text.replaceFirst("\"fields\":\\[", "\"fields\":[{\"name\":\"must\",\"type\":\"int\"},"));
    assertThatThrownBy(() -> registry.register(STATUS, required)).isInstanceOf(SerializationException.class)
        .hasMessageContaining("409");
    Schema later = parsed(text.replaceFirst("\"symbols\":\\[", "\"symbols\":[\"A_LATER_WORD\","));
    assertThat(registry.register(STATUS, later)).isPositive();
  }

  @Test void whoMayNotRegisterLeavesTheLevelsAlone() {
    var careful = SchemaRegistry.from(new RegistrySettings(kafka.registryUrl(), "", false).asMap());
    http.delete("/config/" + STATUS);

    assertThat(SchemaPromise.ensure(careful)).isEmpty();

    assertThat(http.get("/config/" + STATUS).status()).isEqualTo(404);
  }

  @Test void aRegistryThatIsAwayStopsNobody() {
    var nowhere = SchemaRegistry.from(RegistrySettings.of("http://127.0.0.1:1", "").asMap());

    assertThat(SchemaPromise.ensure(nowhere)).hasSize(Topics.PUBLIC.size())
        .allSatisfy(problem -> assertThat(problem).contains("not set"));
  }

  private static String level(String subject) {
    return http.get("/config/" + subject).body().path("compatibilityLevel").asText();
  }

  private static Schema parsed(String schema) {
    return new Schema.Parser().parse(schema);
  }
}
