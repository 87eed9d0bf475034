package dev.otpstream.simulators.telegramgateway;

import static dev.otpstream.simulators.Simulators.TELEGRAM_GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.ScriptJson;
import dev.otpstream.simulators.stage.Step;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts make the gateway answer. */
class GatewayScriptsTest {
  private static final AtomicLong NUMBERS = new AtomicLong(380_800_000_000L);
  private static Simulators simulators;
  private static GatewayClient client;

  private final String phone = "+" + NUMBERS.incrementAndGet();

  @BeforeAll static void start() {
    simulators = Simulators.start(SimulatorsConfig.defaults());
    client = new GatewayClient(simulators.telegramGatewayUrl(), simulators.telegramGatewayToken());
  }

  @AfterAll static void stop() {
    client.close();
    simulators.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PHONE_NUMBER_NOT_FOUND", "PHONE_NUMBER_NOT_AVAILABLE",
    "SENDER_NOT_VERIFIED", "SENDER_NOT_OWNED", "BALANCE_NOT_ENOUGH", "ACCESS_TOKEN_INVALID",
    "CODE_EXPIRED"}) void anyErrorWordIsSaid(String word) throws Exception {
    script(Step.refuse(word));

    assertThat(error("checkSendAbility")).isEqualTo(word);
    assertThat(error("sendVerificationMessage")).isEqualTo(word);
    assertThat(simulators.messagesOf(phone)).isEmpty();
  }

  @Test void throttlingEndsAndTheMessageIsDelivered() throws Exception {
    script(Step.throttle(3).times(2), Step.deliver());

    assertThat(error("checkSendAbility")).isEqualTo("FLOOD_WAIT_3");
    assertThat(error("sendVerificationMessage")).isEqualTo("FLOOD_WAIT_3");
    assertThat(error("checkSendAbility")).isEmpty();
    assertThat(error("sendVerificationMessage")).isEmpty();
    assertThat(simulators.messagesOf(phone)).hasSize(1);
  }

  @Test void aStepThatIsNoRefusalWaitsForTheSend() throws Exception {
    script(Step.garbage(), Step.refuse("PHONE_NUMBER_NOT_FOUND"));

    assertThat(error("checkSendAbility")).isEmpty();
    assertThat(send().body()).startsWith("<html>");
    assertThat(error("checkSendAbility")).isEqualTo("PHONE_NUMBER_NOT_FOUND");
  }

  @Test void aStepMayNameItsOperation() throws Exception {
    script(Step.serverError(502).on("checkSendAbility"), Step.refuse("CODE_EXPIRED").on("checkVerificationStatus"));
    String id = client.call("sendVerificationMessage", parameters()).at("/result/request_id").asText();

    assertThat(client.post("checkSendAbility", parameters()).statusCode()).isEqualTo(502);
    assertThat(client.call("checkVerificationStatus", Map.of("request_id", id)).path("error").asText())
        .isEqualTo("CODE_EXPIRED");
  }

  @Test void theServerMayFail() throws Exception {
    read("""
        {"steps":[{"behaviour":"serverError","httpStatus":429,"retryAfterSeconds":7},{"behaviour":"serverError"}]}""");

    HttpResponse<String> throttled = send();
    HttpResponse<String> failed = send();

    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.headers().firstValue("Retry-After")).isEmpty();
    assertThat(simulators.messagesOf(phone)).isEmpty();
  }

  @Test void garbageIsNoJson() throws Exception {
    script(Step.garbage());

    HttpResponse<String> answer = send();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> GatewayClient.JSON.readTree(answer.body())).isInstanceOf(JsonProcessingException.class);
  }

  @Test void aHugeAnswerIsTenMegabytes() throws Exception {
    script(Step.huge());

    assertThat(send().body()).hasSize(Step.HUGE_BYTES);
  }

  @Test void aClosedConnectionIsNoAnswer() {
    script(Step.close());

    assertThatThrownBy(this::send).isInstanceOf(IOException.class);
    assertThat(simulators.messagesOf(phone)).isEmpty();
  }

  @Test void aBrokenAnswerEndsInTheMiddle() {
    script(Step.broken());

    assertThatThrownBy(this::send).isInstanceOf(IOException.class);
    assertThat(simulators.messagesOf(phone)).hasSize(1);
  }

  @Test void aSilentProviderHasSentAndARepeatIsSeen() throws Exception {
    script(Step.silent(), Step.deliver());
    String id = client.call("checkSendAbility", parameters()).at("/result/request_id").asText();
    var send = Map.of("phone_number", phone, "code", "4711", "request_id", id);
    var impatient = client.request("sendVerificationMessage")
        .timeout(Duration.ofMillis(300))
        .header("Authorization", "Bearer " + simulators.telegramGatewayToken())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(GatewayClient.JSON.writeValueAsBytes(send)));

    assertThatThrownBy(() -> client.send(impatient)).isInstanceOf(HttpTimeoutException.class);

    assertThat(client.call("sendVerificationMessage", send).path("error").asText()).isEqualTo("MESSAGE_ALREADY_SENT");
    assertThat(simulators.messagesOf(phone)).hasSize(1);
  }

  @Test void aFailureThatSentNothingLeavesTheRequestIdUsable() throws Exception {
    script(Step.close().on("sendVerificationMessage"), Step.deliver());
    String id = client.call("checkSendAbility", parameters()).at("/result/request_id").asText();
    var send = Map.of("phone_number", phone, "code", "4711", "request_id", id);

    assertThatThrownBy(() -> client.call("sendVerificationMessage", send)).isInstanceOf(IOException.class);

    assertThat(client.call("sendVerificationMessage", send).path("ok").asBoolean()).isTrue();
  }

  @Test void aSlowOrDrippingAnswerIsTheUsualOne() throws Exception {
    read("""
        {"steps":[{"behaviour":"slow","answerDelayMs":100},{"behaviour":"drip","pauseMs":1}]}""");

    assertThat(GatewayClient.JSON.readTree(send().body()).path("ok").asBoolean()).isTrue();
    assertThat(GatewayClient.JSON.readTree(send().body()).path("ok").asBoolean()).isTrue();
    assertThat(simulators.messagesOf(phone)).hasSize(2);
  }

  @Test void aProviderThatIsDownRefusesDropsWaitingCallersAndComesBack() throws Exception {
    try (var own = Simulators.start(SimulatorsConfig.defaults());
        var caller = new GatewayClient(own.telegramGatewayUrl(), own.telegramGatewayToken())) {
      own.script(TELEGRAM_GATEWAY, phone, Step.silent());
      CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> {
        try {
          return caller.post("sendVerificationMessage", parameters());
        } catch (IOException | InterruptedException e) {
          return e;
        }
      });
      await().until(() -> !own.messagesOf(phone).isEmpty());

      own.down(TELEGRAM_GATEWAY);

      assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> caller.call("checkSendAbility", parameters())).isInstanceOf(ConnectException.class);

      own.up(TELEGRAM_GATEWAY);
      assertThat(caller.call("checkSendAbility", parameters()).path("ok").asBoolean()).isTrue();
    }
  }

  private void script(Step... steps) {
    simulators.script(TELEGRAM_GATEWAY, phone, steps);
  }

  private void read(String json) {
    simulators.scripts().of(TELEGRAM_GATEWAY).set(phone, ScriptJson.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  private HttpResponse<String> send() throws IOException, InterruptedException {
    return client.post("sendVerificationMessage", parameters());
  }

  private String error(String method) throws IOException, InterruptedException {
    return client.call(method, parameters()).path("error").asText();
  }

  private Map<String, String> parameters() {
    return Map.of("phone_number", phone, "code", "4711");
  }
}
