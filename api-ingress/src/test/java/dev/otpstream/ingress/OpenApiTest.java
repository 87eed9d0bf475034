package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.ingress.ApiDocument.Example;
import dev.otpstream.ingress.ApiDocument.Operation;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Cancel;
import dev.otpstream.schemas.CancelAnswer;
import dev.otpstream.schemas.ConsentAnswer;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.EraseSubscriber;
import dev.otpstream.schemas.ErasureAnswer;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.QueryConsent;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.Subscriber;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Unopenable;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API document, held against the ingress as it runs: nothing is left out, every example is true. */
class OpenApiTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final String ACCOUNT = "acc_0123456789abcdEF";
  private static final String ALPHASMS_KEY = "bb56a4369eb19cfec6d1776bd25";
  private static final String SID = "HXXXXXXX071US";
  private static final String WEBHOOK = "wh_0123456789abcdEF";
  private static final String REQUEST = "Kq9xV3mN2pT7rL8s";
  private static final String SUBSCRIBER = "550e8400-e29b-41d4-a716-446655440000";
  /** What differs from run to run, and how it looks. */
  private static final Map<String, String> VARYING = Map.of("uuid",
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", "time",
      "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z|\\d{4}-\\d\\d-\\d\\d [0-9:]{8}\\+00:00", "created_time",
      "(?<=\"created_time\":)\\d+", "webhook_secret", "whsec_[A-Za-z0-9+/=]{44}", "api_key",
      "zn_(live|test)_[0-9A-Za-z]{32}",
      "account", "acc_[0-9A-Za-z]{16}", "webhook", "wh_[0-9A-Za-z]{16}", "sid", "HX\\d{12}OTP", "hex",
      "(?<=\")A?[0-9a-f]{24,32}(?=\")");
  @TempDir
  private static Path folder;
  private static TestPlatform tested;
  private static Platform platform;
  private static EngineOnKafka engine;
  private static Ingress ingress;
  private static HttpCaller http;
  private static JsonNode account;
  private static JsonNode spare;
  private static JsonNode webhook;
  private static ApiDocument document;

  @BeforeAll static void start() {
    tested = new TestPlatform(folder);
    platform = tested.platform();
    ingress = tested.start(Map.of("TELEGRAM_BOT_NAME", "zapnotybot", "MAX_BOT_NAME", "zapnotybot"));
    engine = new EngineOnKafka(platform, TestPlatform.PARTITIONS).answers(OpenApiTest::reply);
    http = new HttpCaller(ingress.port());
    account = createAccount();
    spare = createAccount();
    webhook = HttpCaller.json(http.post("/v1/webhooks", account.at("/zapnoty/api_key").asText(),
        "{\"url\":\"https://example.org/zapnoty\",\"events\":[\"otp.verified\"]}"));
    subscribe();
    document = new ApiDocument(ApiDocument.read(http.get("/openapi.json", "").body()));
  }

  @AfterAll static void stop() {
    http.close();
    ingress.close();
    engine.close();
    tested.close();
  }

  @Test void theDocumentHasEachOperationAndNoOther() {
    assertThat(document.root().get("openapi").asText()).isEqualTo("3.1.1");
    assertThat(document.operations()).extracting(Operation::toString).containsExactlyInAnyOrderElementsOf(
        ingress.operations().stream().map(operation -> operation.method() + " " + operation.path()).toList());
    assertThat(document.operations()).extracting(operation -> operation.node().get("operationId").asText())
        .doesNotHaveDuplicates();
  }

  @Test void whatBeginsAMessageGivesWayToWhatIsAboutOne() {
    assertThat(ingress.operations()).filteredOn(operation -> operation.yields())
        .extracting(operation -> operation.path())
        .containsExactlyInAnyOrder("/api/json.php", "/v1/otp/send", "/v1/otp/request", "/v1/messages", "/v1/codes",
            "/v1/custom-messages", "/v1/{sid}/messages", "/v1/{sid}/sms");
  }

  @Test void eachReferenceLeadsSomewhereAndEachPartOfAPathIsDescribed() {
    document.root().findValuesAsText("$ref").forEach(reference -> assertThat(document.root()
        .at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
    for (Operation operation : document.operations()) {
      var described = new ArrayList<String>();
      operation.node().path("parameters").forEach(parameter -> {
        if (parameter.get("in").asText().equals("path")) described.add("{" + parameter.get("name").asText() + "}");
      });
      assertThat(operation.path().split("/", -1)).filteredOn(part -> part.startsWith("{"))
          .containsExactlyInAnyOrderElementsOf(described);
    }
  }

  @Test void eachRequestExampleHasAnAnswerAndTheOtherWayRound() {
    for (Operation operation : document.operations()) {
      List<String> answers = document.examples().stream().filter(example -> example.operation().equals(operation))
          .map(Example::name).sorted().toList();
      boolean alike = operation.node().path("parameters").isEmpty() && !operation.node().has("requestBody");
      if (!alike)
        assertThat(document.requestNames(operation)).as(operation.toString()).containsExactlyElementsOf(answers);
      assertThat(answers).as(operation + " says how a call without credentials is answered")
          .contains(operation.path().startsWith("/api/") ? "access_denied" : "unauthorized");
    }
  }

  @Test void eachExampleGetsItsAnswer() {
    SoftAssertions.assertSoftly(softly -> document.examples().forEach(example -> {
      HttpResponse<String> answer = http.send(request(example));
      softly.assertThat(answer.statusCode()).as(example + ": " + answer.body()).isEqualTo(example.status());
      softly.assertThat(document.against(example.answerSchema(), ApiDocument.read(answer.body())))
          .as(example + ": " + answer.body()).isEmpty();
      softly.assertThat(document.against(example.answerSchema(), example.answer())).as(example.toString()).isEmpty();
      softly.assertThat(ApiDocument.read(alike(answer.body()))).as(example.toString())
          .isEqualTo(ApiDocument.read(alike(example.answer().toString())));
    }));
  }

  @Test void whatIsAcceptedPassesItsSchema() {
    for (Example example : document.examples())
      document.body(example.operation(), example.name()).filter(_ -> example.status() < 300).ifPresent(
          body -> assertThat(document.against(document.bodySchema(example.operation(), body.getKey()),
              body.getValue())).as(example.toString()).isEmpty());
  }

  @Test void thePageForPeopleNamesEachOperationAndNeedsNothingElse() {
    HttpResponse<String> page = http.get("/docs", "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).hasValueSatisfying(type -> assertThat(type)
        .startsWith("text/html;"));
    assertThat(page.headers().firstValue("content-security-policy").orElse("")).startsWith("default-src 'none'");
    for (Operation operation : document.operations())
      assertThat(page.body()).contains("id=\"" + operation.node().get("operationId").asText() + "\"")
          .contains("<code>" + operation.path() + "</code>");
    assertThat(page.body()).doesNotContain("<script").doesNotContain("src=").doesNotContain("@import")
        .doesNotContain("href=\"http");
    assertThat(http.post("/docs", "", "").statusCode()).isEqualTo(405);
  }

  private static HttpRequest request(Example example) {
    String path = example.operation().path();
    var query = new ArrayList<String>();
    for (JsonNode parameter : example.operation().node().path("parameters")) {
      JsonNode value = parameter.has("example")
          ? parameter.get("example")
          : parameter.at("/examples/" + example.name() + "/value");
      if (value.isMissingNode()) continue;
      String coded = URLEncoder.encode(own(value.asText()), StandardCharsets.UTF_8);
      if (parameter.get("in").asText().equals("path"))
        path = path.replace("{" + parameter.get("name").asText() + "}", coded);
      else
        query.add(parameter.get("name").asText() + "=" + coded);
    }
    var body = document.body(example.operation(), example.name());
    BodyPublisher publisher = body.map(one -> BodyPublishers.ofString(written(one.getKey(), one.getValue())))
        .orElse(BodyPublishers.noBody());
    HttpRequest.Builder request = http.request(path + (query.isEmpty() ? "" : "?" + String.join("&", query)))
        .setHeader("Content-Type", body.map(Map.Entry::getKey).orElse("application/json"))
        .method(example.operation().verb(), publisher);
    if (!example.name().equals("unauthorized")) authorize(example.operation(), request);
    return request.build();
  }

  private static void authorize(Operation operation, HttpRequest.Builder request) {
    JsonNode security = operation.node().get("security");
    switch (security.isEmpty() ? "" : security.get(0).fieldNames().next()) {
      case "Bearer" -> request.header("Authorization", "Bearer " + account.at("/zapnoty/api_key").asText());
      case "Admin" -> request.header("Authorization", "Bearer " + TestPlatform.ADMIN_TOKEN);
      case "ApiKey" -> request.header("api-key", account.at("/kaleyra/api_key").asText());
      case "Basic" -> request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((account
          .at("/engagelab/dev_key").asText() + ":" + account.at("/engagelab/dev_secret").asText())
          .getBytes(StandardCharsets.UTF_8)));
      default -> {
        // the key is in the body
      }
    }
  }

  /** The document's names for accounts and keys, in those of this run. */
  private static String own(String text) {
    return text.replace(ACCOUNT, spare.get("id").asText()).replace(WEBHOOK, webhook.get("id").asText())
        .replace(ALPHASMS_KEY, account.at("/alphasms/auth").asText())
        .replace(SID, account.at("/kaleyra/sid").asText());
  }

  private static String written(String type, JsonNode body) {
    if (type.equals("application/json")) return own(body.toString());
    return body.properties().stream().map(field -> field.getKey() + "="
        + URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
  }

  private static String alike(String json) {
    String alike = json;
    for (Map.Entry<String, String> one : VARYING.entrySet())
      alike = alike.replaceAll(one.getValue(), one.getKey().equals("created_time") ? "0" : "<" + one.getKey() + ">");
    return alike;
  }

  private static SpecificRecord reply(OtpCommand command) {
    return switch (command.getBody()) {
      case Send send when send.getPurpose().equals("too-soon") -> new SendRefused(Refusal.COOL_DOWN, 30_000L);
      case Send send -> new SendAccepted(1024L, send.getRoute().getFirst().getChannel(), NOON.plusSeconds(300),
          NOON.plusSeconds(60), false);
      case Verify verify -> judged(command.getAccountId(), verify);
      case RequestConsent _ -> new ConsentAnswer(REQUEST, ConsentState.PENDING, null, null, NOON);
      case QueryConsent asked when asked.getRequestId().equals(REQUEST) -> new ConsentAnswer(REQUEST,
          ConsentState.SENT, SUBSCRIBER, "telegram", NOON);
      case QueryConsent asked -> new ConsentAnswer(asked.getRequestId(), ConsentState.UNKNOWN, null, null, NOON);
      case EraseSubscriber order -> new ErasureAnswer(order.getSubscriberId(), true);
      case Cancel _ -> new CancelAnswer(true, 1024L, MessageState.CANCELLED);
      default -> new StatusAnswer(1024L, MessageState.DELIVERED, "sms", 2, 5, null, null, "+38097*****67", null, NOON,
          NOON, NOON, List.of());
    };
  }

  private static VerifyAnswer judged(String accountId, Verify verify) {
    try {
      return switch (platform.keys().open(verify.getGuess(), Contexts.guess(accountId))) {
        case "482916" -> new VerifyAnswer(VerifyOutcome.VERIFIED, 1024L, 4, 0L);
        case "111111" -> new VerifyAnswer(VerifyOutcome.ALREADY_VERIFIED, 1024L, 0, 0L);
        default -> new VerifyAnswer(VerifyOutcome.WRONG_CODE, 1024L, 4, 0L);
      };
    } catch (Unopenable e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the engine does when somebody agrees. */
  private static void subscribe() {
    String id = account.get("id").asText();
    var subscriber = new Subscriber(SUBSCRIBER, id, "telegram", true, sealed("700100200", Contexts.chat("telegram")),
        sealed("{\"first_name\":\"Anna\",\"username\":\"anna\"}", Contexts.profile("telegram")), "en", NOON, NOON);
    try (var producer = new KafkaProducer<>(platform.kafka().producer("test-subscribers"), new StringSerializer(),
        platform.serdes().serializer(Topics.SUBSCRIBERS))) {
      var _ = producer.send(new ProducerRecord<>(Topics.SUBSCRIBERS.name(), SUBSCRIBER, subscriber));
    }
    await().until(() -> HttpCaller.json(http.get("/v1/subscribers", account.at("/zapnoty/api_key").asText()))
        .get("total").asInt() == 1);
  }

  private static ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(platform.keys().seal(text, context));
  }

  private static JsonNode createAccount() {
    return HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN, "{\"name\":\"Shop\","
        + "\"brand\":{\"name\":\"Shop\",\"description\":\"Shoes\"},\"route\":[\"telegram\",\"sms\"],"
        + "\"settings\":{\"calls_per_minute\":\"6000\"}}"));
  }
}
