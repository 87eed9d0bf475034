package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.embedded.BrokerConfig;
import dev.otpstream.embedded.EmbeddedBroker;
import dev.otpstream.embedded.EmbeddedRegistry;
import dev.otpstream.embedded.FreePorts;
import dev.otpstream.embedded.RegistryConfig;
import dev.otpstream.schemas.sealing.KeyFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is started before the broker and the registry: alive, not ready, and ready once they are there. */
class StartBeforeOthersTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int ENDED_BY_SIGTERM = 128 + 15;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int brokerPort = FreePorts.next();
  private final int registryPort = FreePorts.next();
  private final int opsPort = FreePorts.next();
  @TempDir
  private Path folder;

  @Test void aStartWaitsForTheBrokerThenForTheRegistry() {
    try (var engine = new EngineProcess(settings())) {
      awaitReason("Kafka is not there yet");
      assertThat(get("/healthz").statusCode()).isEqualTo(200);

      try (var broker = EmbeddedBroker.start(BrokerConfig.in(folder.resolve("kafka")).withPort(brokerPort))) {
        awaitReason("the schema registry is not there yet");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);

        try (var _ = EmbeddedRegistry.start(RegistryConfig.on(broker.bootstrapServers()).withPort(registryPort))) {
          await().atMost(TIMEOUT).ignoreExceptions().until(() -> get("/readyz").statusCode() == 200);
        }
      }
      assertThat(engine.isAlive()).isTrue();
    }
  }

  @Test void aStartThatWaitsEndsWhenItIsTold() {
    try (var engine = new EngineProcess(settings())) {
      awaitReason("Kafka is not there yet");
      assertThat(engine.stop()).isEqualTo(ENDED_BY_SIGTERM);
    }
  }

  private void awaitReason(String reason) {
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> {
      HttpResponse<String> answer = get("/readyz");
      return answer.statusCode() == 503 && answer.body().contains(reason);
    });
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + opsPort + path))
          .timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> settings() {
    Path keys = folder.resolve("keys.json");
    KeyFile.loadOrCreate(keys);
    return Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + brokerPort, "SCHEMA_REGISTRY_URL",
        "http://127.0.0.1:" + registryPort, "OTP_SEALING_KEYS", keys.toString(), "OTP_PARTITIONS", "1",
        "OTP_REPLICATION_FACTOR", "1", "OTP_BIND_ADDRESS", "127.0.0.1", "OTP_OPS_PORT", Integer.toString(opsPort),
        "OTP_STATE_DIR", folder.resolve("state").toString());
  }
}
