package dev.otpstream.simulators.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.Receipt.Status;
import dev.otpstream.simulators.stage.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documented exchanges, and what scripts make of them. */
class KaleyraTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PHONE = "15550001122";
  private static final List<JsonNode> CALLBACKS = new CopyOnWriteArrayList<>();
  private static final Queue<Integer> ANSWERS = new ConcurrentLinkedQueue<>();
  private static Simulators simulators;
  private static HttpServer receiver;
  private static HttpClient http;

  @BeforeAll static void start() throws IOException {
    simulators = Simulators.start(SimulatorsConfig.defaults());
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", KaleyraTest::take);
    receiver.start();
    http = HttpClient.newHttpClient();
  }

  @AfterAll static void stop() {
    http.close();
    receiver.stop(0);
    simulators.close();
  }

  @BeforeEach void forget() {
    simulators.scripts().clear();
    simulators.forget();
    CALLBACKS.clear();
    ANSWERS.clear();
  }

  @Test void anOrderIsAnsweredAsDocumented() throws Exception {
    var answer = order("to=%2B" + PHONE + "&type=OTP&sender=KLRHXA&body=Hello!%20Your%20OTP%20is%201234.");

    assertThat(answer.statusCode()).isEqualTo(200);
    String id = JSON.readTree(answer.body()).path("id").asText();
    String created = JSON.readTree(answer.body()).path("createdDateTime").asText();
    assertThat(created).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\+00:00");
    assertThat(answer.body()).isEqualTo("{\"id\":\"" + id + "\",\"sender\":\"KLRHXA\",\"type\":\"OTP\","
        + "\"body\":\"Hello! Your OTP is 1234.\",\"createdDateTime\":\"" + created + "\",\"totalCount\":1,"
        + "\"data\":[{\"message_id\":\"" + id + ":1\",\"recipient\":\"" + PHONE + "\"}],\"dlrurl\":null,\"error\":{}}");
    assertThat(simulators.messagesOf(PHONE)).singleElement()
        .satisfies(message -> assertThat(message.text()).isEqualTo("Hello! Your OTP is 1234."));
  }

  @Test void twoNumbersAreRefusedInTheDocumentedWords() throws Exception {
    assertThat(order("to=%2B15550001122,%2B15550001123&type=OTP&sender=KLRHXA&body=x").body())
        .isEqualTo("{\"code\":\"E404\",\"message\":\"If Type is OTP then only one mobile number is allowed.\","
            + "\"error\":{\"time\":\"If Type is OTP then only one mobile number is allowed.\"}}");
  }

  @ParameterizedTest
  @CsvSource({"type=OTP&sender=S&body=x,E600", "to=abc&type=OTP&sender=S&body=x,E406",
    "to=15550001122&sender=S&body=x,E611",
    "to=15550001122&type=otp&sender=S&body=x,E615", "to=15550001122&type=OTP&body=x,E602",
    "to=15550001122&type=OTP&sender=S,E601"}) void whatIsMissingIsNamedByItsCode(String form, String code)
        throws Exception {
    assertThat(JSON.readTree(order(form).body()).path("code").asText()).isEqualTo(code);
    assertThat(simulators.messagesOf(PHONE)).isEmpty();
  }

  @Test void aWrongKeyIsRefused() throws Exception {
    assertThat(order("to=15550001122&type=OTP&sender=S&body=x", "wrong").statusCode()).isEqualTo(401);
  }

  @Test void aCallbackTellsTheResultUntilItIsTaken() throws Exception {
    ANSWERS.add(503);
    String id = messageId(order(usual()));
    await().untilAsserted(() -> assertThat(CALLBACKS).hasSize(2));
    assertThat(CALLBACKS.getLast().path("id").asText()).isEqualTo(id);
    assertThat(CALLBACKS.getLast().path("status").asText()).isEqualTo("DELIVERED");
    assertThat(CALLBACKS.getLast().path("recipient").asText()).isEqualTo(PHONE);
  }

  @Test void aQueryTellsTheSame() throws Exception {
    simulators.script(Simulators.KALEYRA, PHONE, Step.fail(Status.EXPIRED, Duration.ZERO));
    String id = messageId(order(usual()));
    await().untilAsserted(() -> assertThat(query(id)).isEqualTo("{\"data\":[{\"campaign_id\":\"" + id
        + "\",\"status\":\"UnDelivered\",\"status_details\":\"EXPIRED\"}],\"error\":{}}"));
    assertThat(query("unknown:1")).contains("E104");
  }

  @Test void scriptsRefuseThrottleAndTellEarlyTwiceAndFalsely() throws Exception {
    simulators.script(Simulators.KALEYRA, PHONE, Step.refuse("200 E403"), Step.throttle(7),
        Step.deliver().withReceipts(Receipt.of(Status.DELIVERED, Duration.ZERO).early().times(2)),
        Step.noReceipt().withReceipts(Receipt.of(Status.DELIVERED, Duration.ZERO).with(Receipt.Flaw.UNKNOWN_ID)));
    var refused = order(usual());
    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(refused.body()).path("code").asText()).isEqualTo("E403");
    assertThat(order(usual()).headers().firstValue("Retry-After")).contains("7");
    String id = messageId(order(usual()));
    await().until(() -> CALLBACKS.size() == 2);
    assertThat(CALLBACKS).allMatch(callback -> callback.path("id").asText().equals(id));
    String other = messageId(order(usual()));
    await().until(() -> CALLBACKS.size() == 3);
    assertThat(CALLBACKS.getLast().path("id").asText()).isNotEqualTo(other);
  }

  private static String usual() {
    return "to=%2B" + PHONE + "&type=OTP&sender=KLRHXA&body=x&callback="
        + URLEncoder.encode("http://127.0.0.1:" + receiver.getAddress().getPort() + "/told", StandardCharsets.UTF_8);
  }

  private static String messageId(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body()).at("/data/0/message_id").asText();
  }

  private static HttpResponse<String> order(String form) throws IOException, InterruptedException {
    return order(form, simulators.kaleyraApiKey());
  }

  private static HttpResponse<String> order(String form, String key) throws IOException, InterruptedException {
    return http.send(request("/messages", key).header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString());
  }

  private static String query(String ids) throws IOException, InterruptedException {
    return http.send(request("/messages/status?message_ids=" + ids, simulators.kaleyraApiKey()).build(),
        BodyHandlers.ofString()).body();
  }

  private static HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create(simulators.kaleyraUrl() + "/v1/" + simulators.kaleyraSid() + path))
        .header("api-key", key);
  }

  private static void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      CALLBACKS.add(JSON.readTree(exchange.getRequestBody()));
      Integer answer = ANSWERS.poll();
      exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
    }
  }
}
