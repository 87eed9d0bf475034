package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.Env;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers and operators see when something is missing. */
class EngineAwayTest {
  private static final String SEND = "{\"phone\":\"+380971234567\"}";
  @TempDir
  private Path folder;

  @Test void moreCallsThanMayWaitAreShedAtOnceAndABrokerThatDiesIs503() throws Exception {
    var tested = new TestPlatform(folder);
    Ingress ingress = tested.start(Map.of("OTP_REPLY_TIMEOUT", "3s", "OTP_IN_FLIGHT_MAX", "1"));
    try (var http = new HttpCaller(ingress.port())) {
      String key = createAccount(http).at("/zapnoty/api_key").asText();
      CompletableFuture<HttpResponse<String>> waiting = http.postAsync("/v1/otp/send", key, SEND);
      await().atMost(Duration.ofSeconds(2))
          .until(() -> tested.metersOf(ingress).get("otp.commands.in.flight").gauge().value() == 1);
      var shed = http.post("/v1/otp/send", key, SEND);
      assertThat(waiting).as("the first still waits").isNotDone();
      assertThat(shed.statusCode()).isEqualTo(503);
      assertThat(shed.headers().firstValue("retry-after")).contains("1");
      assertThat(waiting.get().statusCode()).isEqualTo(503);
      assertThat(tested.metersOf(ingress).get("otp.commands.shed").counter().count()).isEqualTo(1);

      tested.close();
      var away = http.post("/v1/otp/verify", key, "{\"phone\":\"+380971234567\",\"code\":\"482916\"}");
      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(HttpCaller.json(away).get("code").asText()).isEqualTo("platform_busy");
      assertThat(tested.metersOf(ingress).get("otp.commands.in.flight").gauge().value()).isZero();
    } finally {
      ingress.close();
      tested.close();
    }
  }

  @Test void allThatIsWrongWithTheSettingsIsSaidInOneMessage() {
    Env env = Env.of(Map.of("OTP_HTTP_PORT", "x", "OTP_REPLY_TIMEOUT", "1ms", "OTP_IN_FLIGHT_MAX", "0"));
    assertThatThrownBy(() -> Ingress.start(env, null)).isInstanceOf(Env.BadSettings.class)
        .hasMessageContaining("OTP_HTTP_PORT").hasMessageContaining("OTP_REPLY_TIMEOUT")
        .hasMessageContaining("OTP_IN_FLIGHT_MAX").hasMessageContaining("OTP_ADMIN_TOKEN");
  }

  private static JsonNode createAccount(HttpCaller http) {
    return HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN, "{\"name\":\"Acme\"}"));
  }
}
