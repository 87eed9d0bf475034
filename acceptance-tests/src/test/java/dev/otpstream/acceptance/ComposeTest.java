package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands and the environment of {@code docker-compose.yml} deliver and verify a code. */
class ComposeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test void aCodeGoesThroughAndEverythingStopsOnRequest(@TempDir Path folder) throws Exception {
    try (var compose = new LocalCompose(ComposeFile.read(), folder)) {
      compose.up();
      String adminToken = Files.readString(compose.secret("admin-token")).strip();
      Caller caller = Caller.withNewAccount(compose.url("api-ingress", "8080"), adminToken);
      String phone = Phones.number(77);

      assertThat(caller.send(phone).sent()).isTrue();
      String code = codeOn(compose.url("simulators", "8090"), phone);

      assertThat(caller.verify(phone, code).verified()).isTrue();
      assertThat(compose.stopAll()).allSatisfy((service, exitCode) -> assertThat(exitCode).as(service).isEqualTo(143));
    }
  }

  private static String codeOn(URI control, String phone) throws Exception {
    URI messages = control.resolve("/phones/" + phone.replace("+", "") + "/messages");
    try (var http = HttpClient.newHttpClient()) {
      JsonNode received = await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(
          () -> get(http, messages), answer -> !answer.isEmpty());
      String code = received.get(0).path("code").asText("");
      return code.isEmpty() || code.equals("null") ? Phones.codeIn(received.get(0).path("text").asText()) : code;
    }
  }

  private static JsonNode get(HttpClient http, URI url) throws IOException, InterruptedException {
    return JSON.readTree(http.send(HttpRequest.newBuilder(url).timeout(PATIENCE).build(), BodyHandlers.ofString())
        .body());
  }
}
