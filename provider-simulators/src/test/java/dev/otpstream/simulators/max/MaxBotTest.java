package dev.otpstream.simulators.max;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Bot API as it is documented, and what users do to a bot. */
class MaxBotTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ANN = 77;
  private final HttpClient http = HttpClient.newHttpClient();
  private Simulators simulators;
  private MaxBot max;

  @BeforeEach void start() {
    simulators = Simulators.start(SimulatorsConfig.defaults()
        .withMax(MaxConfig.defaults().withNotificationPause(Duration.ofMillis(20))));
    max = simulators.max();
  }

  @AfterEach void stop() {
    http.shutdownNow();
    simulators.close();
  }

  @Test void aMessageReachesWhoHasStartedTheBot() throws Exception {
    max.start(ANN, null);
    JsonNode message = ok("POST", "/messages?user_id=77", "{\"text\":\"<code>4711</code>\",\"format\":\"html\"}");

    assertThat(message.at("/message/body/mid").asText()).startsWith("mid.");
    assertThat(message.at("/message/body/seq").asLong()).isGreaterThan(1L << 53);
    assertThat(max.dialogOf(ANN)).singleElement().satisfies(said -> assertThat(said.text()).isEqualTo("4711"));
    assertThat(simulators.messagesOf("77")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"404|not.found|POST|/messages?user_id=5|{\"text\":\"hi\"}",
    "400|proto.payload|POST|/messages?user_id=77|{}", "400|proto.payload|POST|/messages?user_id=77|{]",
    "400|proto.payload|POST|/messages?user_id=77|{\"text\":\"<script>\",\"format\":\"html\"}",
    "404|not.found|POST|/answers?callback_id=x|{}", "404|not.found|PUT|/messages?message_id=mid.1|{\"text\":\"hi\"}",
    "400|proto.payload|POST|/subscriptions|{\"url\":\"https://h/\",\"secret\":\"a b\"}"}) void whatIsWrongIsRefused(
        int status, String code, String method, String path, String body) throws Exception {
    max.start(ANN, null);
    HttpResponse<String> answer = call(method, path, body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo(code);
  }

  @Test void onlyTheBareTokenIsTaken() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(simulators.maxUrl() + "/me"));
    assertThat(http.send(request.header("Authorization", "Bearer " + simulators.maxToken()).build(),
        BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    assertThat(ok("GET", "/me", "").path("is_bot").asBoolean()).isTrue();
  }

  @Test void whoStopsTheBotIsOutOfReachUntilTheNextStart() throws Exception {
    max.start(ANN, null);
    max.stop(ANN);
    assertThat(call("POST", "/messages?user_id=77", "{\"text\":\"hi\"}").statusCode()).isEqualTo(403);
    assertThatThrownBy(() -> max.type(ANN, "hi")).isInstanceOf(IllegalArgumentException.class);
    max.start(ANN, null);
    ok("POST", "/messages?user_id=77", "{\"text\":\"hi\"}");
  }

  @Test void updatesComeOnceTheirMarkerIsHandedOver() throws Exception {
    max.start(ANN, "one");
    max.start(ANN, "two");
    JsonNode newest = ok("GET", "/updates?timeout=1", "");
    assertThat(newest.path("updates")).hasSize(1);
    assertThat(newest.at("/updates/0/payload").asText()).isEqualTo("two");

    max.type(ANN, "three");
    JsonNode after = ok("GET", "/updates?limit=1&timeout=1&marker=" + newest.path("marker").asLong(), "");
    assertThat(after.at("/updates/0/update_type").asText()).isEqualTo("message_created");
    JsonNode none = ok("GET", "/updates?timeout=0&marker=" + after.path("marker").asLong(), "");
    assertThat(none.path("updates")).isEmpty();
    JsonNode again = ok("GET", "/updates?timeout=0&types=message_created&marker=" + newest.path("marker").asLong(), "");
    assertThat(again.path("updates")).hasSize(1);
  }

  @Test void tooManyRequestsAreRefusedWithoutATime() throws Exception {
    try (Simulators strict = Simulators.start(SimulatorsConfig.defaults()
        .withMax(MaxConfig.defaults().withRequestsMax(0)))) {
      HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(strict.maxUrl() + "/me")).build(),
          BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
      assertThat(strict.max().busiestSecond()).isEqualTo(1);
    }
  }

  @Test void aSubscriberIsToldUntilItListensAndPollingIsOff() throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext("/", exchange -> {
      try (exchange) {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        heard.add(exchange.getRequestHeaders().getFirst("X-Max-Bot-Api-Secret") + " " + body);
        exchange.sendResponseHeaders(heard.size() == 1 ? 500 : 200, -1);
      }
    });
    hook.start();
    try {
      String url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/max";
      ok("POST", "/subscriptions",
          "{\"url\":\"" + url + "\",\"update_types\":[\"bot_started\"],\"secret\":\"sesame\"}");
      assertThat(ok("GET", "/subscriptions", "").at("/subscriptions/0/url").asText()).isEqualTo(url);
      max.start(ANN, "otp_x");
      max.type(ANN, "not wanted");

      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() == 2);
      assertThat(heard).allSatisfy(body -> assertThat(body).startsWith("sesame {").contains("otp_x"));
      assertThat(ok("GET", "/updates?timeout=0&marker=1", "").path("updates")).isEmpty();
      max.unsubscribeAll();
      assertThat(ok("GET", "/updates?timeout=0&marker=1", "").path("updates")).hasSize(2);
    } finally {
      hook.stop(0);
    }
  }

  @Test void scriptsRuleTheAnswers() throws Exception {
    max.start(ANN, null);
    simulators.script(Simulators.MAX, "77", Step.throttle(3).times(1), Step.refuse("chat.denied").times(1),
        Step.refuse("200 not now").times(1), Step.serverError(503).times(1));
    HttpResponse<String> throttled = call("POST", "/messages?user_id=77", "{\"text\":\"hi\"}");
    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.headers().firstValue("Retry-After")).contains("3");
    assertThat(call("POST", "/messages?user_id=77", "{\"text\":\"hi\"}").statusCode()).isEqualTo(403);
    assertThat(JSON.readTree(call("POST", "/messages?user_id=77", "{\"text\":\"hi\"}").body()).path("success"))
        .isEqualTo(JSON.getNodeFactory().booleanNode(false));
    assertThat(call("POST", "/messages?user_id=77", "{\"text\":\"hi\"}").statusCode()).isEqualTo(503);
    assertThat(max.dialogOf(ANN)).isEmpty();
  }

  @Test void peopleActOverTheControlApi() throws Exception {
    for (String deed : List.of("start {\"payload\":\"otp_x\"}", "type {\"text\":\"hi\"}", "stop {}")) {
      String[] words = deed.split(" ", 2);
      assertThat(control("POST", "/max/users/77/" + words[0], words[1]).statusCode()).as(deed).isEqualTo(204);
    }
    assertThat(control("POST", "/max/users/77/tap", "{\"payload\":\"x\"}").statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(control("GET", "/max/users/77/dialog", "").body())).hasSize(1);
    assertThat(JSON.readTree(control("GET", "/max", "").body()).path("busiestSecond").asInt()).isZero();
    assertThat(ok("GET", "/updates?timeout=0&marker=1", "").path("updates")).hasSize(4);
  }

  private JsonNode ok(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer = call(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(simulators.maxUrl() + path)).timeout(Duration.ofSeconds(10))
        .header("Authorization", simulators.maxToken()).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> control(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(simulators.controlUrl() + path))
        .method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }
}
