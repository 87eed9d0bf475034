package dev.otpstream.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
  @Test void anyClientPropertyMayBeSet() {
    var settings = from(Map.of("KAFKA_SECURITY_PROTOCOL", "SASL_SSL", "KAFKA_LINGER_MS", "5",
        "KAFKA_SESSION_TIMEOUT_MS", "6000"));
    assertThat(settings.producer("p")).containsEntry("security.protocol", "SASL_SSL").containsEntry("linger.ms", "5");
    assertThat(settings.consumer("c", "g")).containsEntry("session.timeout.ms", "6000")
        .containsEntry("group.id", "g").containsEntry("client.id", "c")
        .containsEntry("bootstrap.servers", "127.0.0.1:9092");
  }

  @Test void thePromisesCannotBeSetAway() {
    var settings = from(Map.of("KAFKA_ACKS", "0", "KAFKA_ENABLE_IDEMPOTENCE", "false", "KAFKA_ISOLATION_LEVEL",
        "read_uncommitted", "KAFKA_ENABLE_AUTO_COMMIT", "true", "KAFKA_GROUP_ID", "somebody", "KAFKA_CLIENT_ID", "x"));
    assertThat(settings.producer("p")).containsEntry("acks", "all").containsEntry("enable.idempotence", "true");
    assertThat(settings.consumer("c", "g")).containsEntry("isolation.level", "read_committed")
        .containsEntry("enable.auto.commit", "false").containsEntry("group.id", "g").containsEntry("client.id", "c");
    assertThat(settings.reader("r")).containsEntry("isolation.level", "read_committed")
        .containsEntry("enable.auto.commit", "false");
  }

  @Test void whereTheBrokersAreMustBeSaid() {
    Env env = Env.of(Map.of());
    KafkaSettings.from(env);
    assertThatThrownBy(env::failOnProblems).hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS");
  }

  @Test void itPrintsNoPassword() {
    assertThat(from(Map.of("KAFKA_SASL_JAAS_CONFIG", "password=hush")).toString()).doesNotContain("hush");
  }

  private static KafkaSettings from(Map<String, String> variables) {
    return KafkaSettings.from(Env.of(variables).withDefaults(Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092")));
  }
}
