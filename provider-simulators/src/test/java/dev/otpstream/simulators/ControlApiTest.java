package dev.otpstream.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private Simulators simulators;

  @BeforeEach void start() {
    simulators = Simulators
        .start(SimulatorsConfig.from(Map.of("SIM_TELEGRAM_GATEWAY_TOKEN", "t", "SIM_ENTRIES_MAX", "100")));
  }

  @AfterEach void stop() {
    http.shutdownNow();
    simulators.close();
  }

  @Test void scriptsAreSetAndDroppedByPhoneAndByProvider() throws Exception {
    String refuse = """
        {"steps":[{"behaviour":"refuse","error":"PHONE_NUMBER_NOT_FOUND"}]}""";

    assertThat(control("PUT", "/script/telegram-gateway/+380501112233", refuse).statusCode()).isEqualTo(204);
    assertThat(send("380501112233")).isEqualTo("PHONE_NUMBER_NOT_FOUND");
    assertThat(send("380501112244")).isEmpty();

    assertThat(control("PUT", "/script/telegram-gateway", refuse).statusCode()).isEqualTo(204);
    assertThat(send("380501112244")).isEqualTo("PHONE_NUMBER_NOT_FOUND");

    assertThat(control("DELETE", "/script/telegram-gateway/380501112233", "").statusCode()).isEqualTo(204);
    assertThat(control("DELETE", "/script", "").statusCode()).isEqualTo(204);
    assertThat(send("380501112233")).isEmpty();
  }

  @Test void whatHappenedIsReadBack() throws Exception {
    send("380501112233");

    JsonNode messages = get("/phones/+380501112233/messages");
    assertThat(messages).hasSize(1);
    assertThat(messages.at("/0/provider").asText()).isEqualTo("telegram-gateway");
    assertThat(messages.at("/0/code").asText()).isEqualTo("4711");
    assertThat(messages.at("/0/messageId").asText()).isNotEmpty();
    assertThat(messages.at("/0/at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");

    JsonNode journal = get("/journal?provider=telegram-gateway&since=0");
    assertThat(journal.at("/0/direction").asText()).isEqualTo("RECEIVED");
    assertThat(journal.at("/0/kind").asText()).isEqualTo("sendVerificationMessage");
    assertThat(journal.at("/0/body/code").asText()).isEqualTo("4711");
    assertThat(journal.at("/0/body").has("access_token")).isFalse();
    assertThat(get("/journal?provider=smpp")).isEmpty();
    assertThat(get("/journal?phone=%2B380501112233&limit=1")).hasSize(1);
    assertThat(get("/journal?kind=sendVerificationMessage&kind=submit_sm")).hasSize(1);
    assertThat(get("/journal?kind=submit_sm")).isEmpty();
    assertThat(get("/journal?since=" + journal.at("/1/sequence").asLong())).isEmpty();
    assertThat(get("/stats").at("/telegram-gateway/received sendVerificationMessage").asLong()).isEqualTo(1);

    control("DELETE", "/journal", "");
    assertThat(get("/journal")).isEmpty();
    assertThat(get("/phones/380501112233/messages")).isEmpty();
    assertThat(get("/stats")).isEmpty();
  }

  @Test void providersAreListedAndTakenDown() throws Exception {
    assertThat(get("/healthz").path("status").asText()).isEqualTo("ok");
    assertThat(get("/providers").path("telegram-gateway").asText())
        .isEqualTo(simulators.telegramGatewayUrl().toString());

    assertThat(control("PUT", "/providers/telegram-gateway/down", "").statusCode()).isEqualTo(204);
    assertThat(control("PUT", "/providers/telegram-gateway/up", "").statusCode()).isEqualTo(204);
    assertThat(control("PUT", "/settings/smpp", "{\"receiptId\":\"HEX_THEN_DECIMAL\"}").statusCode()).isEqualTo(204);
    assertThat(send("380501112233")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ' ', value = {"404 GET /nothing", "404 PUT /script/pigeon/380501112233",
    "404 PUT /providers/pigeon/down", "400 PUT /script/smpp/380501112233", "400 PUT /script/smpp/nobody",
    "400 GET /journal?since=yesterday", "400 PUT /settings/smpp"}) void whatIsNotUnderstoodIsRefusedInJson(int status,
        String method, String path) throws Exception {
    HttpResponse<String> answer = control(method, path, "{]");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("error").asText()).isNotEmpty();
  }

  private String send(String phone) throws IOException, InterruptedException {
    String query = "?access_token=t&code=4711&phone_number=" + phone;
    URI uri = URI.create(simulators.telegramGatewayUrl() + "/sendVerificationMessage" + query);
    return JSON.readTree(call(HttpRequest.newBuilder(uri)).body()).path("error").asText();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = control("GET", path, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> control(String method, String path, String body)
      throws IOException, InterruptedException {
    return call(HttpRequest.newBuilder(URI.create(simulators.controlUrl() + path))
        .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> call(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
