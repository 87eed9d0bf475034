package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.CancelAnswer;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.UnknownMessage;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.sealing.Contexts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole ingress over real HTTP on a real broker; only the engine is a stand-in. */
class IngressTest {
  private static final String PHONE = "+380971234567";
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  @TempDir
  private static Path folder;
  private static TestPlatform tested;
  private static Platform platform;
  private static EngineOnKafka engine;
  private static Ingress ingress;
  private static HttpCaller http;
  private static JsonNode account;

  @BeforeAll static void start() {
    tested = new TestPlatform(folder);
    platform = tested.platform();
    ingress = tested.start(Map.of("OTP_REPLY_TIMEOUT", "2s"));
    engine = new EngineOnKafka(platform, TestPlatform.PARTITIONS);
    http = new HttpCaller(ingress.port());
    account = createAccount(http);
  }

  @AfterAll static void stop() throws Exception {
    http.close();
    ingress.close();
    engine.close();
    tested.close();
  }

  @Test void aSendBecomesASealedCommandInThePartitionOfItsRecipient() throws Exception {
    engine.answers(IngressTest::accept);
    var answer = http.post("/v1/otp/send", key(), "{\"phone\":\"" + PHONE + "\",\"purpose\":\"sealed\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"sent\":true,\"expires_in_seconds\":300,\"message_id\":\"1024\","
        + "\"channel\":\"telegram\",\"next_send_at\":\"2026-01-02T12:01:00Z\"}");

    ConsumerRecord<String, OtpCommand> record = engine.commands.stream()
        .filter(one -> one.value().getBody() instanceof Send send && send.getPurpose().equals("sealed")).findFirst()
        .orElseThrow();
    Send send = (Send) record.value().getBody();
    String id = account.get("id").asText();
    assertThat(record.key()).isEqualTo(Topics.routingKey(id, send.getRecipientToken()));
    assertThat(record.partition()).isEqualTo(Topics.enginePartition(record.key(), TestPlatform.PARTITIONS));
    assertThat(record.value().getPatienceMs()).isEqualTo(1200);
    assertThat(platform.keys().open(send.getRecipient(), Contexts.recipient(id))).isEqualTo(PHONE);
    assertThat(send.getRecipientMasked()).isEqualTo("+38097*****67");
    assertThat(send.getCode().getLength()).isEqualTo(6);
    assertThat(send.getCode().getAttemptsAllowed()).isEqualTo(5);
    assertThat(send.getRoute().get(0).getReceiptTimeoutMs()).isEqualTo(30_000);
    assertThat(send.getRoute().get(0).getText()).isNull();
    assertThat(send.getRoute().get(1).getReceiptTimeoutMs()).isEqualTo(60_000);
    assertThat(platform.keys().open(send.getRoute().get(1).getText(), Contexts.text(id)))
        .isEqualTo("Acme: \u0000 is your code, valid for 5 min.");
  }

  @Test void aGuessMeetsTheEngineUnderTheSameKeyAsTheSend() throws Exception {
    engine.answers(command -> command.getBody() instanceof Send
        ? accept(command)
        : new VerifyAnswer(VerifyOutcome.VERIFIED, 1024L, 4, 0L));
    http.post("/v1/otp/send", key(), "{\"phone\":\"" + PHONE + "\",\"purpose\":\"pair\"}");
    var answer = http.post("/v1/otp/verify", key(),
        "{\"phone\":\"38 097 123 45 67\",\"code\":\"482916\",\"purpose\":\"pair\"}");
    assertThat(answer.body()).isEqualTo("{\"verified\":true}");

    var pair = engine.commands.stream().filter(one -> purpose(one.value()).equals("pair")).toList();
    assertThat(pair).hasSize(2);
    assertThat(pair.get(0).key()).isEqualTo(pair.get(1).key());
    assertThat(pair.get(0).partition()).isEqualTo(pair.get(1).partition());
    Verify verify = (Verify) pair.get(1).value().getBody();
    assertThat(platform.keys().open(verify.getGuess(), Contexts.guess(account.get("id").asText()))).isEqualTo("482916");
  }

  @Test void aBatchIsAnsweredInItsOrderAndItsHookAndTextAreSealed() throws Exception {
    engine.answers(IngressTest::accept);
    var answer = http.post("/api/json.php", "",
        """
            {"auth":"%s","data":[
             {"type":"telegram","id":9223372036854775807,"phone":380971234567,"message":"123456","hook":"https://example.org/h"},
             {"type":"telegram","id":2,"phone":1,"message":"123456"},
             {"type":"sms","id":"i_1.2","phone":380971234567,"sms_message":"Code 1234"}]}"""
            .formatted(account.at("/alphasms/auth").asText()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"success\":true,\"data\":["
        + "{\"success\":true,\"data\":{\"id\":9223372036854775807,\"msg_id\":1024,\"data\":1,\"parts\":1}},"
        + "{\"success\":false,\"error\":\"Incorrect recipient number\",\"data\":{\"id\":2}},"
        + "{\"success\":true,\"data\":{\"id\":\"i_1.2\",\"msg_id\":1024,\"data\":1,\"parts\":1}}]}");

    OtpCommand command = engine.commands.stream().map(ConsumerRecord::value)
        .filter(one -> one.getBody() instanceof Send send && "9223372036854775807".equals(send.getCallerReference()))
        .findFirst().orElseThrow();
    Send send = (Send) command.getBody();
    String id = account.get("id").asText();
    assertThat(send.getCode()).isNull();
    assertThat(send.getReference()).startsWith("caller/" + id + "/").doesNotContain("9223372036854775807");
    assertThat(platform.keys().open(send.getRoute().get(0).getText(), Contexts.text(id))).isEqualTo("123456");
    assertThat(platform.keys().open(send.getHooks().getFirst().getUrl(), Contexts.hook(id)))
        .isEqualTo("https://example.org/h");
    assertThat(command.getIdempotency().getLifetimeMs()).isEqualTo(600_000);
    assertThat(command.toString()).doesNotContain("380971234567").doesNotContain("123456\"");
  }

  @Test void aMessageIsFoundByItsIdAndByItsCallersId() {
    engine
        .answers(_ -> new StatusAnswer(1025L, MessageState.DELIVERED, "sms", 2, 5, null, null, "+38097*****67", "\"x\"",
            NOON, NOON, NOON, List.of()));
    var byId = http.get("/v1/otp/messages/1025", key());
    assertThat(byId.statusCode()).isEqualTo(200);
    assertThat(HttpCaller.json(byId).get("state").asText()).isEqualTo("delivered");
    assertThat(engine.commands.getLast().partition()).isEqualTo(MessageIds.partitionOf(1025));

    var byCallersId = http.post("/api/json.php", "",
        "{\"auth\":\"%s\",\"data\":[{\"type\":\"status\",\"id\":\"x\"}]}"
            .formatted(account.at("/alphasms/auth").asText()));
    assertThat(byCallersId.body()).isEqualTo("{\"success\":true,\"data\":[{\"success\":true,\"data\":"
        + "{\"id\":\"x\",\"type\":\"sms\",\"status\":\"DELIVERED\",\"updated\":\"2026-01-02T12:00:00Z\"}}]}");
  }

  @Test void anIdThatCannotBeOursNeverReachesTheEngine() {
    int before = engine.commands.size();
    assertThat(http.get("/v1/otp/messages/1023", key()).statusCode()).isEqualTo(404);
    assertThat(http.get("/v1/otp/messages/1123", key()).statusCode()).isEqualTo(404); // names partition 99
    assertThat(http.get("/v1/otp/messages/999999999999999999", key()).statusCode()).isEqualTo(404);
    assertThat(engine.commands).hasSize(before);
  }

  @Test void anUnknownMessageIs404AndACancelSaysWhereItStands() {
    engine.answers(_ -> new UnknownMessage());
    assertThat(http.get("/v1/otp/messages/1025", key()).statusCode()).isEqualTo(404);
    engine.answers(_ -> new CancelAnswer(true, 1025L, MessageState.CANCELLED));
    assertThat(http.post("/v1/otp/cancel", key(), "{\"message_id\":\"1025\"}").body())
        .isEqualTo("{\"cancelled\":true,\"message_id\":\"1025\",\"state\":\"cancelled\"}");
  }

  @Test void whatAnOperatorChangesIsTrueForTheNextCall() {
    engine.answers(IngressTest::accept);
    JsonNode made = createAccount(http);
    String id = made.get("id").asText();
    String before = made.at("/zapnoty/api_key").asText();
    String body = "{\"phone\":\"" + PHONE + "\"}";
    for (int round = 0; round < 10; round++) {
      http.post("/admin/v1/accounts/" + id + "/disable", TestPlatform.ADMIN_TOKEN, "");
      assertThat(http.post("/v1/otp/send", before, body).statusCode()).isEqualTo(403);
      http.post("/admin/v1/accounts/" + id + "/enable", TestPlatform.ADMIN_TOKEN, "");
      assertThat(http.post("/v1/otp/send", before, body).statusCode()).isEqualTo(200);
    }
    String after = HttpCaller.json(http.post("/admin/v1/accounts/" + id + "/rotate", TestPlatform.ADMIN_TOKEN,
        "{\"credential\":\"zapnoty\"}")).at("/zapnoty/api_key").asText();
    assertThat(http.post("/v1/otp/send", before, body).statusCode()).isEqualTo(401);
    assertThat(http.post("/v1/otp/send", after, body).statusCode()).isEqualTo(200);
    assertThat(http.get("/admin/v1/accounts/" + id, TestPlatform.ADMIN_TOKEN).body()).contains(id)
        .doesNotContain(after);
    assertThat(http.post("/admin/v1/accounts", "guess", "{\"name\":\"x\"}").statusCode()).isEqualTo(401);
  }

  @Test void aSilentEngineIs503AndItsLateReplyIsDropped() {
    engine.answers(_ -> null);
    double late = replies("late");
    var answer = http.post("/v1/otp/verify", key(),
        "{\"phone\":\"" + PHONE + "\",\"code\":\"1\",\"purpose\":\"late\"}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).contains("1");
    assertThat(HttpCaller.json(answer).get("code").asText()).isEqualTo("platform_busy");

    OtpCommand command = engine.commands.stream().map(ConsumerRecord::value)
        .filter(one -> purpose(one).equals("late")).findFirst().orElseThrow();
    engine.reply(command, new VerifyAnswer(VerifyOutcome.VERIFIED, 1024L, 4, 0L));
    await().atMost(Duration.ofSeconds(10)).until(() -> replies("late") > late);
  }

  @Test void repliesOfAnotherInstanceOnTheSamePartitionAreSkipped() {
    engine.answers(IngressTest::accept);
    Ingress other = tested.start(Map.of("OTP_REPLY_PARTITION", "1"));
    Ingress another = tested.start(Map.of("OTP_REPLY_PARTITION", "1"));
    try (var one = new HttpCaller(other.port()); var two = new HttpCaller(another.port())) {
      for (HttpCaller caller : new HttpCaller[]{one, two, one})
        assertThat(caller.post("/v1/otp/send", key(), "{\"phone\":\"" + PHONE + "\"}").statusCode()).isEqualTo(200);
    } finally {
      other.close();
      another.close();
    }
  }

  @Test void callsThatAreInsideWhenTheIngressStopsAreAnswered() throws Exception {
    Ingress stopping = tested.start(Map.of("OTP_REPLY_TIMEOUT", "10s"));
    engine.answers(_ -> null);
    try (var caller = new HttpCaller(stopping.port())) {
      var waiting = new ArrayList<CompletableFuture<java.net.http.HttpResponse<String>>>();
      for (int i = 0; i < 5; i++)
        waiting.add(
            caller.postAsync("/v1/otp/send", key(), "{\"phone\":\"" + PHONE + "\",\"purpose\":\"stop" + i + "\"}"));
      await().atMost(Duration.ofSeconds(10)).until(() -> stops().size() == 5);
      var closing = CompletableFuture.runAsync(stopping::close);
      await().atMost(Duration.ofSeconds(10)).until(() -> !stopping.readiness().ready());
      engine.commands.stream().map(ConsumerRecord::value).filter(one -> purpose(one).startsWith("stop"))
          .forEach(command -> engine.reply(command, accept(command)));
      for (var answer : waiting)
        assertThat(answer.get().statusCode()).isEqualTo(200);
      closing.get();
    }
  }

  private static Set<String> stops() {
    return engine.commands.stream().map(one -> purpose(one.value())).filter(purpose -> purpose.startsWith("stop"))
        .collect(Collectors.toSet());
  }

  private static double replies(String fate) {
    return ingressMeters().counter("otp.replies", "fate", fate).count();
  }

  private static io.micrometer.core.instrument.MeterRegistry ingressMeters() {
    return tested.metersOf(ingress);
  }

  private static String purpose(OtpCommand command) {
    return switch (command.getBody()) {
      case Send send -> send.getPurpose();
      case Verify verify -> verify.getPurpose();
      default -> "";
    };
  }

  private static SendAccepted accept(OtpCommand command) {
    return new SendAccepted(1024L, "telegram", NOON.plusSeconds(300), NOON.plusSeconds(60), false);
  }

  private static String key() {
    return account.at("/zapnoty/api_key").asText();
  }

  private static JsonNode createAccount(HttpCaller http) {
    return HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN,
        "{\"name\":\"Acme Ltd\",\"brand\":{\"name\":\"Acme\"},\"route\":[\"telegram\",\"sms\"]}"));
  }
}
