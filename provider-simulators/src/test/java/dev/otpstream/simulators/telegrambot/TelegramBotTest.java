package dev.otpstream.simulators.telegrambot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Step;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the library in the other test does not try. */
class TelegramBotTest {
  private static final long ANN = 5_123_456_789L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Simulators simulators = Simulators.start(SimulatorsConfig.defaults());
  private final TelegramBot telegram = simulators.telegramBot();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach void stop() {
    http.close();
    simulators.close();
  }

  @Test void anUpdateStaysUntilAHigherOffsetConfirmsIt() throws Exception {
    telegram.start(ANN, "one");
    telegram.type(ANN, "two");
    JsonNode first = call("getUpdates", "{}").path("result");
    assertThat(first).hasSize(2);
    assertThat(call("getUpdates", "{}").path("result")).isEqualTo(first);
    long offset = first.path(1).path("update_id").asLong();
    assertThat(call("getUpdates", "{\"offset\":" + offset + "}").path("result")).hasSize(1);
    assertThat(call("getUpdates", "{\"offset\":" + (offset + 1) + "}").path("result")).isEmpty();
    assertThat(telegram.unconfirmed()).isZero();
  }

  @Test void aSecondPollEndsTheFirst() throws Exception {
    CompletableFuture<JsonNode> first = calling("getUpdates", "{\"timeout\":50}");
    Awaitility.await().until(() -> simulators.journal().counters().containsKey(TelegramBot.NAME));
    assertThat(call("getUpdates", "{}").path("ok").asBoolean()).isTrue();
    assertThat(first.join().path("error_code").asInt()).isEqualTo(409);
  }

  @Test void aWebhookSwitchesPollingOff() throws Exception {
    assertThat(call("setWebhook", "{\"url\":\"http://127.0.0.1:1/x\"}").path("result").asBoolean()).isTrue();
    JsonNode refused = call("getUpdates", "{}");
    assertThat(refused.path("error_code").asInt()).isEqualTo(409);
    assertThat(refused.path("description").asText()).contains("webhook is active");
    assertThat(call("getWebhookInfo", "{}").at("/result/url").asText()).isEqualTo("http://127.0.0.1:1/x");
    assertThat(call("deleteWebhook", "{}").path("ok").asBoolean()).isTrue();
    assertThat(call("getUpdates", "{}").path("ok").asBoolean()).isTrue();
  }

  @Test void aBotReachesOnlyWhoStartedItAndLetsIt() throws Exception {
    assertThat(sends("hi").path("description").asText()).isEqualTo("Bad Request: chat not found");
    telegram.type(ANN, "hello");
    assertThat(sends("hi").path("description").asText()).contains("can't initiate conversation");
    telegram.start(ANN, null);
    assertThat(sends("hi").at("/result/text").asText()).isEqualTo("hi");
    telegram.block(ANN);
    assertThat(sends("hi").path("description").asText()).isEqualTo("Forbidden: bot was blocked by the user");
    telegram.start(ANN, null);
    assertThat(sends("hi").path("ok").asBoolean()).isTrue();
    telegram.deactivate(ANN);
    assertThat(sends("hi").path("description").asText()).isEqualTo("Forbidden: user is deactivated");
  }

  @ParameterizedTest
  @CsvSource({"'',message text is empty", "<b>x,can't parse entities", "<code>x</b>,can't parse entities",
    "<marquee>x</marquee>,can't parse entities", "a < b,can't parse entities"}) void aTextThatIsNoneIsRefused(
        String text, String why) throws Exception {
    telegram.start(ANN, null);
    JsonNode refused = call("sendMessage", JSON.createObjectNode().put("chat_id", ANN).put("text", text)
        .put("parse_mode", "HTML").toString());
    assertThat(refused.path("error_code").asInt()).isEqualTo(400);
    assertThat(refused.path("description").asText()).contains(why);
  }

  @Test void aButtonNeedsShortData() throws Exception {
    telegram.start(ANN, null);
    String data = "x".repeat(65);
    JsonNode refused = call("sendMessage", "{\"chat_id\":" + ANN + ",\"text\":\"?\",\"reply_markup\":"
        + "{\"inline_keyboard\":[[{\"text\":\"Yes\",\"callback_data\":\"" + data + "\"}]]}}");
    assertThat(refused.path("description").asText()).contains("BUTTON_DATA_INVALID");
  }

  @Test void anotherTokenAndAnotherMethodAreRefused() throws Exception {
    assertThat(call(URI.create(simulators.telegramBotUrl() + "/bot1:wrong/getMe"), "{}").join().path("error_code")
        .asInt()).isEqualTo(401);
    assertThat(call("sendSticker", "{}").path("error_code").asInt()).isEqualTo(404);
  }

  @Test void aScriptSaysNoInTelegramsWords() throws Exception {
    telegram.start(ANN, null);
    simulators.script(TelegramBot.NAME, Long.toString(ANN), Step.refuse("403 Forbidden: bot was blocked by the user"));
    JsonNode refused = sends("hi");
    assertThat(refused.path("error_code").asInt()).isEqualTo(403);
    assertThat(refused.path("description").asText()).isEqualTo("Forbidden: bot was blocked by the user");
  }

  @Test void peopleActOverHttpToo() throws Exception {
    control("/telegram/users/" + ANN + "/start", "{\"payload\":\"otp_x\"}");
    assertThat(telegram.chatOf(ANN)).extracting(BotMessage::text).containsExactly("/start otp_x");
    assertThat(control("/telegram/users/" + ANN + "/tap", "{\"data\":\"nothing\"}")).isEqualTo(400);
    assertThatThrownBy(() -> telegram.tap(ANN, "nothing")).isInstanceOf(IllegalArgumentException.class);
  }

  private JsonNode sends(String text) throws Exception {
    return call("sendMessage", JSON.createObjectNode().put("chat_id", ANN).put("text", text).toString());
  }

  private JsonNode call(String method, String body) throws Exception {
    return calling(method, body).get(10, TimeUnit.SECONDS);
  }

  private CompletableFuture<JsonNode> calling(String method, String body) {
    return call(URI.create(simulators.telegramBotUrl() + "/bot" + simulators.telegramBotToken() + "/" + method), body);
  }

  private CompletableFuture<JsonNode> call(URI uri, String body) {
    return http.sendAsync(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString()).thenApply(answer -> json(answer.body()));
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int control(String path, String body) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(simulators.controlUrl() + path))
        .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.discarding()).statusCode();
  }
}
