package dev.otpstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.UnknownMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRegistryTest {
  private static final Schema SCHEMA = Reference.getClassSchema();
  private final StubRegistry stub = new StubRegistry();
  private final SchemaRegistry registry = stub.client();

  @AfterEach void close() {
    stub.close();
  }

  @Test void whatWasRegisteredIsNotAskedForAgain() {
    int id = registry.register("otp.references-value", SCHEMA);

    assertThat(registry.register("otp.references-value", SCHEMA)).isEqualTo(id);
    assertThat(registry.byId(id)).isEqualTo(SCHEMA);
    assertThat(stub.asked).containsExactly("POST /subjects/otp.references-value/versions");
  }

  @Test void anIdIsAskedForOnce() {
    int id = stub.holds(SCHEMA);
    for (int i = 0; i < 3; i++)
      assertThat(registry.byId(id)).isEqualTo(SCHEMA);
    assertThat(stub.asked).containsExactly("GET /schemas/ids/" + id);
  }

  @Test void withoutLeaveToRegisterItOnlyLooksUp() {
    var careful = new HttpRegistry(new RegistrySettings(stub.url(), "", false));
    careful.register("otp.references-value", SCHEMA);
    assertThat(stub.asked).containsExactly("POST /subjects/otp.references-value");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 429, 401, 403}) void aRegistryThatCannotAnswerNowIsAway(int status) {
    int id = stub.holds(SCHEMA);
    stub.answers(status, "{\"error_code\":50001,\"message\":\"busy\"}");

    assertThatThrownBy(() -> registry.byId(id)).isInstanceOf(RegistryUnavailable.class);
    assertThatThrownBy(() -> registry.register("s", SCHEMA)).isInstanceOf(RegistryUnavailable.class);

    stub.isBack();
    assertThat(registry.byId(id)).as("nothing bad was remembered").isEqualTo(SCHEMA);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 409, 422}) void aRefusalIsSaidWithTheRegistrysReason(int status) {
    stub.answers(status, "{\"error_code\":42201,\"message\":\"Incompatible with an earlier schema\"}");

    assertThatThrownBy(() -> registry.register("s", SCHEMA)).isInstanceOf(SerializationException.class)
        .isNotInstanceOf(RegistryUnavailable.class).hasMessageContaining("Incompatible with an earlier schema")
        .hasMessageContaining(Integer.toString(status));
  }

  @Test void anIdThatDoesNotExistIsNoReasonToWait() {
    assertThatThrownBy(() -> registry.byId(99)).isInstanceOf(SerializationException.class)
        .hasMessageContaining("99");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "<html>", "[]", "null",
    "{\"id\":\"x\",\"schema\":7}"}) void anAnswerThatIsNoneIsNotBelieved(
        String body) {
    stub.answers(200, body);

    assertThatThrownBy(() -> registry.register("s", SCHEMA)).isInstanceOf(RegistryUnavailable.class);
    assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(RegistryUnavailable.class);
  }

  @Test void aSchemaThatIsNotAvroIsNoReasonToWait() {
    stub.answers(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}");

    assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(SerializationException.class);
  }

  @Test void nobodyListeningIsARegistryThatIsAway() {
    stub.close();
    assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(RegistryUnavailable.class);
  }

  @Test void knownIdsWorkWhileItIsAway() {
    int id = registry.register("s", SCHEMA);
    stub.close();
    assertThat(registry.byId(id)).isEqualTo(SCHEMA);
    assertThat(registry.register("s", SCHEMA)).isEqualTo(id);
  }

  @Test void credentialsGoAlong() {
    new HttpRegistry(RegistrySettings.of(stub.url(), "user:päss")).byId(stub.holds(SCHEMA));
    registry.byId(1);

    String sent = Base64.getEncoder().encodeToString("user:päss".getBytes(StandardCharsets.UTF_8));
    assertThat(stub.credentials).containsExactly("Basic " + sent, "null");
  }

  @Test void credentialsAreInNoMessage() {
    var settings = RegistrySettings.of(stub.url(), "user:password");
    stub.answers(401, "{}");
    assertThat(settings.toString()).doesNotContain("password");
    assertThatThrownBy(() -> new HttpRegistry(settings).byId(1)).hasMessageNotContaining("password");
  }

  @Test void settingsComeAndGoAsAMap() {
    var settings = RegistrySettings.of("http://registry:8081///", "user:password");
    assertThat(settings.url()).isEqualTo("http://registry:8081");
    assertThat(RegistrySettings.from(settings.asMap())).isEqualTo(settings);
    assertThat(SchemaRegistry.from(settings.asMap())).as("shared by all who give the same settings")
        .isSameAs(SchemaRegistry.from(settings.asMap()));
  }

  @Test void anInterruptionIsKept() {
    int id = stub.holds(UnknownMessage.getClassSchema());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> registry.byId(id)).isInstanceOf(RegistryUnavailable.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(List.of(registry.byId(id))).hasSize(1);
  }
}
