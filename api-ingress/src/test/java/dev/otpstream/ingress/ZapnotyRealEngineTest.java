package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.engine.OtpEngine;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.BotOrderKind;
import dev.otpstream.schemas.BotUpdateKind;
import dev.otpstream.schemas.Dispatch;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Zapnoty front over HTTP, the real engine and a real broker; a messenger's worker is played by the test. */
class ZapnotyRealEngineTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  @TempDir
  private static Path folder;
  private static TestPlatform tested;
  private static Messenger messenger;
  private static OtpEngine engine;
  private static Ingress ingress;
  private static HttpCaller http;
  private static String key;
  private static String testKey;
  private static String account;

  @BeforeAll static void start() {
    tested = new TestPlatform(folder);
    Platform platform = tested.platform();
    ingress = tested.start(
        Map.of("OTP_REPLY_TIMEOUT", "20s", "TELEGRAM_BOT_NAME", "zapnotybot", "MAX_BOT_NAME", "@zapnotybot"));
    engine = OtpEngine.start(tested.env(Map.of("OTP_STATE_DIR", folder.resolve("state").toString())), platform);
    messenger = new Messenger(platform, TestPlatform.PARTITIONS);
    http = new HttpCaller(ingress.port());
    await().atMost(TIMEOUT).until(() -> engine.readiness().ready());
    JsonNode made = HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN,
        "{\"name\":\"Acme Ltd\",\"brand\":{\"name\":\"Acme\"},\"route\":[\"telegram\",\"sms\"]}"));
    account = made.get("id").asText();
    key = made.at("/zapnoty/api_key").asText();
    testKey = made.at("/zapnoty/test_api_key").asText();
  }

  @AfterAll static void stop() {
    http.close();
    messenger.close();
    ingress.close();
    engine.close();
    tested.close();
  }

  @Test void whoAgreesByTheLinkGetsACodeThatVerifiesAndIsASubscriberFromThenOn() throws Exception {
    JsonNode links = json(post("/v1/otp/request", "{\"channel\":\"max\"}"), 200);
    String id = links.get("request_id").asText();
    assertThat(links.get("max_link").asText()).isEqualTo("https://max.ru/zapnotybot?start=otp_" + id);
    messenger.says("max", BotUpdateKind.STARTED, "Anna", id);
    messenger.awaitOrder("Anna", BotOrderKind.ASK);
    assertThat(status(id)).isEqualTo("{\"status\":\"pending\",\"subscriber_id\":null,\"channel\":null}");

    messenger.says("max", BotUpdateKind.CONSENTED, "Anna", id);
    Dispatch dispatch = messenger.awaitDispatch("Anna");
    assertThat(messenger.text(dispatch)).isEqualTo("Acme: \u0000 is your code, valid for 5 min.");
    assertThat(status(id)).as("the messenger has not taken it").contains("\"pending\"");
    messenger.took(dispatch);
    await().atMost(TIMEOUT).until(() -> status(id).contains("\"sent\""));
    String subscriber = json(get("/v1/otp/request/" + id + "/status"), 200).get("subscriber_id").asText();

    assertThat(verify(subscriber, wrong(messenger.code(dispatch)))).isEqualTo("{\"verified\":false}");
    assertThat(verify(subscriber, messenger.code(dispatch))).isEqualTo("{\"verified\":true}");
    assertThat(status(id)).as("final").contains("\"sent\"");
    JsonNode listed = json(get("/v1/subscribers?channel=max&limit=200"), 200).get("subscribers");
    assertThat(listed).anySatisfy(person -> {
      assertThat(person.get("id").asText()).isEqualTo(subscriber);
      assertThat(person.get("first_name").asText()).isEqualTo("Anna");
    });
  }

  @Test void whoDeclinesGetsNothing() {
    String id = json(post("/v1/otp/request", ""), 200).get("request_id").asText();
    messenger.says("telegram", BotUpdateKind.CANCELLED, "Boris", id);
    messenger.awaitOrder("Boris", BotOrderKind.CANCELLED);
    assertThat(status(id)).isEqualTo("{\"status\":\"cancelled\",\"subscriber_id\":null,\"channel\":null}");
  }

  @Test void theSamePromiseIsTheSameRequestAndAnotherRequestUnderItAConflict() {
    String first = json(promised("{}"), 200).get("request_id").asText();
    assertThat(json(promised("{}"), 200).get("request_id").asText()).isEqualTo(first);
    assertThat(json(promised("{\"channel\":\"max\"}"), 409).get("code").asText()).isEqualTo("idempotency_conflict");
  }

  @Test void whoSubscribedByTheLinkIsSentToAndWhoStopsIs404() {
    String subscriber = subscribed("Clara");
    assertThat(json(send(subscriber), 200).toString()).isEqualTo("{\"sent\":true,\"expires_in_seconds\":300}");
    Dispatch dispatch = messenger.awaitDispatch("Clara");
    assertThat(dispatch.getRecipientMasked()).matches("telegram:\\*{4}\\d\\d");
    messenger.says("telegram", BotUpdateKind.STOPPED, "Clara", null);
    await().atMost(TIMEOUT).until(() -> send(subscriber).statusCode() == 404);
    assertThat(json(send(subscriber), 404).get("code").asText()).isEqualTo("subscriber_not_found");
  }

  @Test void whoIsErasedIsUnknownAndMayComeAgain() {
    String subscriber = subscribed("Ivan");
    String other = HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN, "{\"name\":\"Other\"}"))
        .get("id").asText();
    assertThat(erasure(other, subscriber).statusCode()).as("under another account").isEqualTo(404);
    assertThat(get("/v1/subscribers?channel=telegram&limit=200").body()).contains(subscriber);
    assertThat(erased(subscriber)).isEqualTo("{\"known\":true}");
    await().atMost(TIMEOUT).until(() -> send(subscriber).statusCode() == 404);
    assertThat(get("/v1/subscribers?channel=telegram&limit=200").body()).doesNotContain(subscriber);
    assertThat(erased(subscriber)).isEqualTo("{\"known\":false}");
    assertThat(subscribed("Ivan")).as("the same account, messenger and user").isEqualTo(subscriber);
  }

  @Test void edge1TheSameRightCodeVerifiesOnce() {
    String subscriber = subscribed("Dora");
    send(subscriber);
    String code = messenger.code(messenger.awaitDispatch("Dora"));
    assertThat(verify(subscriber, code)).isEqualTo("{\"verified\":true}");
    assertThat(verify(subscriber, code)).isEqualTo("{\"verified\":false}");
  }

  @Test void edge2ASecondSendEndsTheFirstCode() {
    String subscriber = subscribed("Egor");
    send(subscriber);
    Dispatch first = messenger.awaitDispatch("Egor");
    send(subscriber);
    Dispatch second = messenger.awaitDispatchAfter("Egor", first);
    assertThat(verify(subscriber, messenger.code(first)))
        .isEqualTo("{\"verified\":" + messenger.code(first).equals(messenger.code(second)) + "}");
    assertThat(verify(subscriber, messenger.code(second))).isEqualTo("{\"verified\":true}");
  }

  @Test void edge3OfTenWrongGuessesAtOnceFiveAreComparedAndTheRightCodeThenFails() {
    String subscriber = subscribed("Fjodor");
    send(subscriber);
    String code = messenger.code(messenger.awaitDispatch("Fjodor"));
    String guess = "{\"subscriber_id\":\"" + subscriber + "\",\"code\":\"" + wrong(code) + "\"}";
    List<CompletableFuture<HttpResponse<String>>> guesses = IntStream.range(0, 10)
        .mapToObj(_ -> http.postAsync("/v1/otp/verify", key, guess)).toList();
    assertThat(guesses).extracting(answer -> answer.join().body()).containsOnly("{\"verified\":false}");
    assertThat(verify(subscriber, code)).isEqualTo("{\"verified\":false}");
  }

  @Test void edge6ASubscriberAndARequestOfAnotherProjectAreAsUnknownAsNone() {
    String subscriber = subscribed("Galina");
    String id = json(post("/v1/otp/request", ""), 200).get("request_id").asText();
    String stranger = HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN, "{\"name\":\"Other\"}"))
        .at("/zapnoty/api_key").asText();
    var theirs = http.post("/v1/otp/send", stranger, "{\"subscriber_id\":\"" + subscriber + "\"}");
    assertThat(json(theirs, 404).get("code").asText()).isEqualTo("subscriber_not_found");
    assertThat(json(http.get("/v1/otp/request/" + id + "/status", stranger), 404).get("code").asText())
        .isEqualTo("not_found");
    assertThat(json(http.get("/v1/subscribers", stranger), 200).get("total").asInt()).isZero();
  }

  @Test void edge8AStartWithoutARequestIsGreeted() {
    messenger.says("telegram", BotUpdateKind.STARTED, "Hanna", null);
    messenger.awaitOrder("Hanna", BotOrderKind.GREETING);
  }

  @Test void theTemplateAndTheEndpointsOfTheProjectApplyFromTheAnswerOn() {
    String other = HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN, "{\"name\":\"Shop\"}"))
        .at("/zapnoty/api_key").asText();
    HttpRequest template = http.request("/v1/sender").header("Authorization", "Bearer " + other)
        .PUT(HttpRequest.BodyPublishers.ofString("{\"otp_template\":\"Shop: {{code}}\"}")).build();
    assertThat(http.send(template).statusCode()).isEqualTo(200);
    JsonNode shown = json(http.get("/v1/sender", other), 200);
    assertThat(shown.get("otp_template").asText()).isEqualTo("Shop: {{code}}");
    String made = json(http.post("/v1/webhooks", other, "{\"url\":\"https://example.org/h\"}"), 201).get("id").asText();
    assertThat(json(http.get("/v1/webhooks", other), 200).at("/webhooks/0/id").asText()).isEqualTo(made);
  }

  @Test void aTestKeySendsNothingAndIsNotTheLiveKey() {
    String nobody = "{\"subscriber_id\":\"00000000-0000-0000-0000-000000000000\"}";
    assertThat(http.post("/v1/otp/send", testKey, nobody).statusCode()).isEqualTo(200);
    assertThat(http.post("/v1/otp/send", key, nobody).statusCode()).isEqualTo(404);
    assertThat(http.post("/v1/webhooks", testKey, "{\"url\":\"https://example.org/h\"}").statusCode()).isEqualTo(403);
  }

  private static String subscribed(String user) {
    messenger.subscribes("telegram", user, account);
    messenger.awaitOrder(user, BotOrderKind.WELCOME);
    String path = "/v1/subscribers?channel=telegram&limit=200";
    await().atMost(TIMEOUT).until(() -> get(path).body().contains("\"first_name\":\"" + user + "\""));
    for (JsonNode person : json(get(path), 200).get("subscribers"))
      if (person.get("first_name").asText().equals(user)) return person.get("id").asText();
    throw new AssertionError(user + " is no subscriber");
  }

  private static String erased(String subscriber) {
    return json(erasure(account, subscriber), 200).toString();
  }

  private static HttpResponse<String> erasure(String of, String subscriber) {
    return http.send(http.request("/admin/v1/accounts/" + of + "/subscribers/" + subscriber)
        .header("Authorization", "Bearer " + TestPlatform.ADMIN_TOKEN).DELETE().build());
  }

  private static HttpResponse<String> send(String subscriber) {
    return post("/v1/otp/send", "{\"subscriber_id\":\"" + subscriber + "\"}");
  }

  private static String verify(String subscriber, String code) {
    return post("/v1/otp/verify", "{\"subscriber_id\":\"" + subscriber + "\",\"code\":\"" + code + "\"}").body();
  }

  private static String wrong(String code) {
    return code.equals("000000") ? "000001" : "000000";
  }

  private static String status(String id) {
    return get("/v1/otp/request/" + id + "/status").body();
  }

  private static HttpResponse<String> promised(String body) {
    return http.post("/v1/otp/request", key, body, "Idempotency-Key", "order-7");
  }

  private static HttpResponse<String> post(String path, String body) {
    return http.post(path, key, body);
  }

  private static HttpResponse<String> get(String path) {
    return http.get(path, key);
  }

  private static JsonNode json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return HttpCaller.json(answer);
  }
}
