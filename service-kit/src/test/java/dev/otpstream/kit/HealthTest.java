package dev.otpstream.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.observe.Meters;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final Part engine = new Part("otp-engine");

  @Test void aProcessIsReadyWhenAllItsServicesAre() {
    Health health = known("otp-engine");
    health.started("otp-engine", engine);
    assertThat(health.report()).isEqualTo(
        new Health.Report(true, List.of(), Map.of("otp-engine", "ready")));
  }

  @Test void aServiceThatHasNotStartedIsAReason() {
    assertThat(known("otp-engine").report().reasons()).containsExactly("otp-engine: starting");
  }

  @Test void aServiceThatWaitsIsAReasonInItsOwnWords() {
    Health health = known("otp-engine");
    health.started("otp-engine", engine);
    engine.standing = Service.Readiness.no("partitions are being assigned, or their state restored");
    assertThat(health.report().ready()).isFalse();
    assertThat(health.report().reasons())
        .containsExactly("otp-engine: partitions are being assigned, or their state restored");
  }

  @Test void whoStopsIsNotReadyThoughAllCouldWork() {
    Health health = known("otp-engine");
    health.started("otp-engine", engine);
    health.stopping();
    assertThat(health.report().reasons()).containsExactly("stopping");
  }

  @Test void aRegistryThatHasNeverAnsweredIsAReason() {
    var health = new Health(platform("http://127.0.0.1:9"), List.of("otp-engine"));
    health.started("otp-engine", engine);
    assertThat(health.report().reasons()).containsExactly("the schema registry has not answered yet");
  }

  @Test void aSupervisorIsToldAliveBeforeReadyAndWhyNot() throws Exception {
    Health health = known("otp-engine");
    try (var ops = new OpsServer("127.0.0.1", 0, health, Meters.registry())) {
      assertThat(get(ops, "/healthz").statusCode()).isEqualTo(200);
      HttpResponse<String> before = get(ops, "/readyz");
      assertThat(before.statusCode()).isEqualTo(503);
      assertThat(before.body()).isEqualTo(
          "{\"ready\":false,\"reasons\":[\"otp-engine: starting\"],\"services\":{\"otp-engine\":\"starting\"}}");
      health.started("otp-engine", engine);
      assertThat(get(ops, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(ops, "/metrics").body()).contains("jvm_memory_used_bytes", "process_resident_memory_bytes");
    }
  }

  private static Health known(String service) {
    var health = new Health(platform("mock://health"), List.of(service));
    await().until(() -> health.report().reasons().stream().noneMatch(reason -> reason.contains("registry")));
    return health;
  }

  private static Platform platform(String registryUrl) {
    var registry = RegistrySettings.of(registryUrl, "");
    return new Platform(KafkaSettings.of("127.0.0.1:9"), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), null, Meters.registry(), 1, (short) 1);
  }

  private static HttpResponse<String> get(OpsServer ops, String path) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var url = URI.create("http://127.0.0.1:" + ops.port() + path);
      return http.send(HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }
  }

  private static final class Part implements Service {
    private final String name;
    volatile Readiness standing = Readiness.yes();

    Part(String name) {
      this.name = name;
    }

    @Override public String name() {
      return name;
    }

    @Override public Readiness readiness() {
      return standing;
    }

    @Override public void close() {
      standing = Readiness.no("stopping");
    }
  }
}
