package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.FrontHosts;
import dev.otpstream.ingress.front.HttpConfig;
import dev.otpstream.ingress.front.HttpEdge;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.Env;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A front may have a host name to itself; under any other name the path decides. */
class FrontHostsTest {
  private static final List<String> FRONTS = List.of("alphasms", "kaleyra");
  private static HttpEdge edge;

  @BeforeAll static void start() {
    var hosts = FrontHosts.from(Env.of(Map.of("OTP_FRONT_HOSTS", "alphasms=SMS.example.org, kaleyra=api.example.org")),
        FRONTS);
    var config = new HttpConfig("127.0.0.1", 0, 1 << 20, 100, Duration.ofSeconds(5), Duration.ofSeconds(5), hosts);
    edge = new HttpEdge(config, List.of(new Named("alphasms", "/api"), new Named("kaleyra", "/v1")),
        new SimpleMeterRegistry());
  }

  @AfterAll static void stop() {
    edge.close();
  }

  @ParameterizedTest
  @CsvSource({
    "sms.example.org, /api/send, alphasms answers", "SMS.EXAMPLE.ORG:8080, /api/send, alphasms answers",
    "sms.example.org, /v1/send, alphasms UNKNOWN_PATH", "api.example.org, /v1/send, kaleyra answers",
    "api.example.org, /api/send, kaleyra UNKNOWN_PATH", "127.0.0.1, /api/send, alphasms answers",
    "elsewhere.example.org, /v1/send, kaleyra answers", "elsewhere.example.org, /api/x, alphasms UNKNOWN_PATH",
  }) void theHostDecidesBeforeThePath(String host, String path, String answer) throws IOException {
    assertThat(get(host, path)).endsWith("\"" + answer + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alphasms", "alphasms=", "nobody=x.example.org",
    "alphasms=a=b"}) void whatNamesNoFrontIsSaidAtTheStart(String setting) {
    Env env = Env.of(Map.of("OTP_FRONT_HOSTS", setting));
    FrontHosts.from(env, FRONTS);
    assertThatThrownBy(env::failOnProblems).hasMessageContaining("OTP_FRONT_HOSTS");
  }

  @Test void withoutTheSettingNoHostIsSpecial() {
    assertThat(FrontHosts.from(Env.of(Map.of()), FRONTS)).isEqualTo(FrontHosts.NONE);
  }

  private static String get(String host, String path) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private record Named(String name, String prefix) implements Dialect {
    @Override public List<Operation> operations() {
      return List.of(Operation.get("send", prefix + "/send",
          _ -> CompletableFuture.completedFuture(Answer.ok(Json.of(name + " answers")))));
    }

    @Override public boolean speaksFor(String path) {
      return path.startsWith(prefix);
    }

    @Override public Answer fault(Fault fault) {
      return Answer.of(404, Json.of(name + " " + fault));
    }
  }
}
