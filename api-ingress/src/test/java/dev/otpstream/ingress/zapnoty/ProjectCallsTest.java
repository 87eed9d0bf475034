package dev.otpstream.ingress.zapnoty;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.ingress.DialectCaller;
import dev.otpstream.ingress.FakeCallers;
import dev.otpstream.ingress.accounts.CallerHook;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.ChatAddress;
import dev.otpstream.schemas.AccountHook;
import dev.otpstream.schemas.SealedSecret;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.sealing.Contexts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints, the sender's template, subscribers: what a project keeps and sees of itself. */
class ProjectCallsTest {
  private static final String URL = "https://example.org/hook";
  private final TestProject project = new TestProject();
  private DialectCaller caller = project.caller(Map.of());

  @BeforeEach void saveAccount() throws Exception {
    project.saveAccount();
  }

  // the newer endpoints

  @Test void anEndpointIsMadeWithASecretThatIsShownOnce() throws Exception {
    JsonNode made = json(create("{\"url\":\"" + URL + "\",\"events\":[\"otp.sent\"],\"description\":\"shop\"}"), 201);
    assertThat(made.get("secret").asText()).matches("whsec_[A-Za-z0-9+/]{43}=");
    JsonNode listed = json(caller.call("webhooks", ""), 200).at("/webhooks/0");
    assertThat(listed.toString()).isEqualTo("{\"id\":\"" + made.get("id").asText() + "\",\"url\":\"" + URL
        + "\",\"events\":[\"otp.sent\"],\"description\":\"shop\",\"status\":\"active\","
        + "\"created_at\":\"2026-01-02T12:00:00Z\"}");
    AccountHook kept = project.account().getHooks().getFirst();
    assertThat(kept.getFormat()).isEqualTo("zapnoty");
    assertThat(project.opened(kept.getUrl(), Contexts.hook(FakeCallers.ACCOUNT))).isEqualTo(URL);
    assertThat(secret(kept.getSecrets().getFirst())).isEqualTo(made.get("secret").asText());
  }

  @Test void aProjectHasAtMostFive() throws Exception {
    for (int i = 0; i < 5; i++)
      json(create("{\"url\":\"" + URL + "\"}"), 201);
    assertError(create("{\"url\":\"" + URL + "\"}"), 409, "conflict");
    json(caller.call("webhook-older-set", "{\"url\":\"" + URL + "\"}"), 200);
    delete(json(caller.call("webhooks", ""), 200).at("/webhooks/0/id").asText());
    json(create("{\"url\":\"" + URL + "\"}"), 201);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"{}|validation_failed", "{\"url\":1}|validation_failed",
    "{\"url\":\"ftp://example.org\"}|invalid_url", "{\"url\":\"http://127.0.0.1/\"}|invalid_url",
    "{\"url\":\"https://localhost/\"}|invalid_url", "{\"url\":\"https://u:p@example.org/\"}|invalid_url",
    "{\"url\":\"https://example.org:22/\"}|invalid_url", "{\"url\":\"x\"}|invalid_url",
    "{\"url\":\"https://example.org\",\"events\":[\"otp.made\"]}|validation_failed",
    "{\"url\":\"https://example.org\",\"events\":\"otp.sent\"}|validation_failed",
    "{\"url\":\"https://example.org\",\"events\":[\"otp.sent\",\"otp.sent\"]}|validation_failed",
    "{\"url\":\"https://example.org\",\"description\":5}|validation_failed",
    "{\"url\":\"https://example.org\",\"status\":\"off\"}|validation_failed"}) void anEndpointMustMakeSense(String body,
        String code) {
    assertError(create(body), 400, code);
    assertThat(project.account().getHooks()).isEmpty();
  }

  @Test void whatIsLeftOutOfAChangeStays() throws Exception {
    String id = json(create("{\"url\":\"" + URL + "\",\"events\":[\"otp.sent\"],\"description\":\"shop\"}"), 201)
        .get("id").asText();
    JsonNode paused = json(update(id, "{\"status\":\"disabled\",\"description\":\"\"}"), 200);
    assertThat(paused.get("status").asText()).isEqualTo("disabled");
    assertThat(paused.get("description").asText()).isEmpty();
    assertThat(paused.get("events").toString()).isEqualTo("[\"otp.sent\"]");
    assertThat(paused.has("secret")).isFalse();
    JsonNode again = json(update(id, "{\"status\":\"active\",\"events\":[],\"url\":\"https://example.org/2\"}"), 200);
    assertThat(again.get("status").asText()).isEqualTo("active");
    assertThat(again.get("events")).isEmpty();
    assertThat(again.get("url").asText()).isEqualTo("https://example.org/2");
    assertError(update(id, "{\"url\":\"http://10.0.0.1/\"}"), 400, "invalid_url");
  }

  @Test void aReplacedSecretSignsAlongForADay() throws Exception {
    JsonNode made = json(create("{\"url\":\"" + URL + "\"}"), 201);
    JsonNode rotated = json(with("webhook-rotate", made.get("id").asText(), ""), 200);
    assertThat(rotated.get("secret").asText()).startsWith("whsec_").isNotEqualTo(made.get("secret").asText());
    List<SealedSecret> secrets = project.account().getHooks().getFirst().getSecrets();
    assertThat(secret(secrets.get(0))).isEqualTo(rotated.get("secret").asText());
    assertThat(secrets.get(0).getValidUntil()).isNull();
    assertThat(secret(secrets.get(1))).isEqualTo(made.get("secret").asText());
    assertThat(secrets.get(1).getValidUntil()).isEqualTo(TestProject.NOON.plus(Duration.ofHours(24)));
    project.now = project.now.plus(Duration.ofHours(24));
    json(with("webhook-rotate", made.get("id").asText(), ""), 200);
    assertThat(project.account().getHooks().getFirst().getSecrets()).as("the oldest is over").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-update", "webhook-delete", "webhook-rotate"}) void whatIsNotThereIs404(
      String operation) throws Exception {
    json(caller.call("webhook-older-set", "{\"url\":\"" + URL + "\"}"), 200);
    String older = project.account().getHooks().getFirst().getId();
    for (String id : new String[]{"wh_nobody", older})
      assertError(with(operation, id, "{}"), 404, "not_found");
  }

  @Test void aDeletedEndpointIsGone() throws Exception {
    String id = json(create("{\"url\":\"" + URL + "\"}"), 201).get("id").asText();
    assertThat(delete(id).body().text()).isEqualTo("{\"deleted\":true}");
    assertError(delete(id), 404, "not_found");
    assertThat(project.account().getHooks()).isEmpty();
  }

  @Test void whatCannotBeSavedIsBusyAndNobodyKnows() {
    project.store.away = true;
    assertError(create("{\"url\":\"" + URL + "\"}"), 503, "platform_busy");
    assertError(caller.call("sender-set", "{\"otp_template\":\"{{code}}\"}"), 503, "platform_busy");
  }

  // the older endpoint

  @Test void theOlderEndpointIsOneAndKeepsItsSecretWhenItMoves() throws Exception {
    assertError(caller.call("webhook-older", ""), 404, "not_found");
    JsonNode made = json(caller.call("webhook-older-set", "{\"url\":\"" + URL + "\",\"events\":[\"otp.sent\"]}"), 200);
    assertThat(made.get("secret").asText()).startsWith("whsec_");
    JsonNode moved = json(caller.call("webhook-older-set", "{\"url\":\"https://example.org/2\"}"), 200);
    assertThat(moved.toString()).isEqualTo("{\"url\":\"https://example.org/2\",\"events\":[]}");
    assertThat(json(caller.call("webhook-older", ""), 200)).isEqualTo(moved);
    AccountHook kept = project.account().getHooks().getFirst();
    assertThat(kept.getFormat()).isEqualTo("zapnoty-older");
    assertThat(secret(kept.getSecrets().getFirst())).isEqualTo(made.get("secret").asText());
    assertThat(json(caller.call("webhooks", ""), 200).get("webhooks")).isEmpty();
    assertThat(caller.call("webhook-older-delete", "").body().text()).isEqualTo("{\"deleted\":true}");
    assertError(caller.call("webhook-older-delete", ""), 404, "not_found");
  }

  // what endpoints hear

  @Test void aSendTellsTheEndpointsThatWantToHear() {
    UUID subscriber = project.subscribe(FakeCallers.ACCOUNT, "telegram", "{}");
    caller = project.caller(new FakeCallers(Map.of(), List.of(
        new CallerHook("wh_1", "zapnoty", URL, List.of("otp.verified", "delivery.failed")),
        new CallerHook("wh_2", "zapnoty", URL, List.of("subscription.deleted")),
        new CallerHook("wh_3", "zapnoty-older", URL, List.of()),
        new CallerHook("engagelab", "engagelab", URL, List.of()))));
    caller.call("send", "{\"subscriber_id\":\"" + subscriber + "\",\"hook\":\"https://example.org/own\"}");
    List<HookOrder> hooks = project.engine.sends.getFirst().hooks();
    assertThat(hooks).extracting(HookOrder::endpoint).containsExactly("wh_1", "wh_3", "");
    assertThat(hooks.get(0).events()).containsExactlyInAnyOrder(StatusType.VERIFIED, StatusType.UNDELIVERABLE);
    assertThat(hooks.get(0).notes()).containsExactly(Map.entry("subscriber_id", subscriber.toString()));
    assertThat(hooks.get(1).events()).containsExactlyInAnyOrder(StatusType.SENT, StatusType.DELIVERED,
        StatusType.UNDELIVERABLE, StatusType.VERIFIED, StatusType.ATTEMPT_FAILED, StatusType.ATTEMPTS_USED);

    caller.call("send", "{\"phone\":\"380971234567\"}");
    assertThat(project.engine.sends.get(1).hooks().getFirst().notes()).isEmpty();
  }

  // the sender

  @Test void theTemplateSaysWhatMessagesSay() throws Exception {
    assertThat(caller.call("sender", "").body().text()).isEqualTo(
        "{\"sender_name\":\"Acme\",\"otp_template\":\"{{brand}}: {{code}} is your code, valid for {{minutes}} min.\"}");
    assertThat(caller.call("sender-set", "{\"otp_template\":\"Code: {{code}}. {{minutes}} min. {{x}}\"}").body().text())
        .isEqualTo("{\"sender_name\":\"Acme\",\"otp_template\":\"Code: {{code}}. {{minutes}} min. {{x}}\"}");
    caller = project.caller(project.account().getSettings());
    UUID subscriber = project.subscribe(FakeCallers.ACCOUNT, "max", "{}");
    caller.call("send", "{\"subscriber_id\":\"" + subscriber + "\",\"ttl_minutes\":7}");
    assertThat(project.engine.sends.getFirst().route().getFirst().text())
        .contains("Code: \u0000. 7 min. {{x}}");
    caller.call("send", "{\"phone\":\"380971234567\"}");
    assertThat(project.engine.sends.get(1).route().get(1).text()).contains("Code: \u0000. 5 min. {{x}}");
  }

  @Test void aTemplateIsNotReadTwice() throws Exception {
    caller.call("sender-set", "{\"otp_template\":\"{{brand}} {{code}}\"}");
    var settings = project.account().getSettings();
    assertThat(Wording.of(new dev.otpstream.ingress.accounts.Caller("a", "{{code}}{{minutes}}", List.of("sms"),
        settings), 5)).isEqualTo("{{code}}{{minutes}} \u0000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"otp_template\":\"no place\"", "\"otp_template\":\"\"", "\"otp_template\":5",
    "\"otp_template\":\"\\u0000{{code}}\"", "\"sender_name\":\"Bank\"",
    "\"sender_description\":\"x\""}) void whatASenderCannotBeFailsValidation(String field) {
    assertError(caller.call("sender-set", "{" + field + "}"), 400, "validation_failed");
    assertThat(project.account().getSettings()).isEmpty();
  }

  // subscribers

  @Test void subscribersAreListedInTheOrderTheyCame() throws Exception {
    UUID first = project.subscribe(FakeCallers.ACCOUNT, "telegram", "{\"first_name\":\"Anna\",\"username\":\"anna\"}");
    project.now = project.now.plusSeconds(1);
    UUID second = project.subscribe(FakeCallers.ACCOUNT, "max", "{}");
    project.subscribe("acc_other", "max", "{}");
    project.subscribe(UUID.randomUUID(), FakeCallers.ACCOUNT, "max", "{}", false);
    assertThat(subscribers("")).isEqualTo("{\"subscribers\":[{\"id\":\"" + first
        + "\",\"channel\":\"telegram\",\"first_name\":\"Anna\",\"username\":\"anna\",\"lang\":\"en\",\"tags\":[],"
        + "\"created_at\":\"2026-01-02T12:00:00Z\"},{\"id\":\"" + second
        + "\",\"channel\":\"max\",\"first_name\":\"\",\"username\":\"\",\"lang\":\"en\",\"tags\":[],"
        + "\"created_at\":\"2026-01-02T12:00:01Z\"}],\"total\":2}");
    assertThat(subscribers("limit=1&offset=1")).contains(second.toString()).doesNotContain(first.toString())
        .endsWith("\"total\":2}");
    assertThat(subscribers("channel=telegram")).contains(first.toString()).endsWith("\"total\":1}");
    assertThat(subscribers("offset=2")).isEqualTo("{\"subscribers\":[],\"total\":2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "limit=", "limit=-1", "offset=-1", "offset=1.5",
    "offset=99999999999", "channel=sms", "channel="}) void aQueryThatMakesNoSenseFailsValidation(String query) {
    assertError(query("subscribers", query), 400, "validation_failed");
  }

  @Test void whoStoppedIsNoSubscriberUntilTheyComeBack() {
    UUID id = project.subscribe(FakeCallers.ACCOUNT, "telegram", "{}");
    String body = "{\"subscriber_id\":\"" + id + "\"}";
    project.subscribe(id, FakeCallers.ACCOUNT, "telegram", "{}", false);
    assertError(caller.call("send", body), 404, "subscriber_not_found");
    project.subscribe(id, FakeCallers.ACCOUNT, "telegram", "{}", true);
    assertThat(caller.call("send", body).status()).isEqualTo(200);
    assertThat(project.engine.sends.getFirst().recipient()).isEqualTo(new ChatAddress(id, "telegram", "700100200"));
    project.subscribers.put(id.toString(), null);
    assertError(caller.call("send", body), 404, "subscriber_not_found");
    assertThat(subscribers("")).isEqualTo("{\"subscribers\":[],\"total\":0}");
  }

  @Test void aSubscriberIsReachedWhereTheyAgreedAndNowhereElse() {
    UUID id = project.subscribe(FakeCallers.ACCOUNT, "max", "{}");
    assertError(caller.call("send", "{\"subscriber_id\":\"" + id + "\",\"channels\":[\"sms\"]}"), 400,
        "validation_failed");
    caller.call("send", "{\"subscriber_id\":\"" + id + "\",\"text\":\"{{code}} it is\"}");
    assertThat(project.engine.sends.getFirst().route()).singleElement().satisfies(step -> {
      assertThat(step.channel()).isEqualTo("max");
      assertThat(step.text()).contains("\u0000 it is");
    });
  }

  @Test void theLinksToSubscribeNameTheAccount() {
    assertThat(caller.call("subscribe-link", "").body().text()).isEqualTo(
        "{\"telegram_link\":\"https://t.me/zapnotybot?start=sub_acc_1\","
            + "\"max_link\":\"https://max.ru/zapnotybot?start=sub_acc_1\"}");
    project.bots = Map.of();
    assertThat(project.caller(Map.of()).call("subscribe-link", "").body().text())
        .isEqualTo("{\"telegram_link\":null,\"max_link\":null}");
  }

  private String subscribers(String query) {
    return query("subscribers", query).body().text();
  }

  private Answer query(String operation, String query) {
    return caller.call(operation, new byte[0], Map.of(), query);
  }

  private Answer create(String body) {
    return caller.call("webhook-create", body);
  }

  private Answer update(String id, String body) {
    return with("webhook-update", id, body);
  }

  private Answer delete(String id) {
    return with("webhook-delete", id, "");
  }

  private Answer with(String operation, String id, String body) {
    return caller.call(operation, body.getBytes(StandardCharsets.UTF_8), Map.of("id", id));
  }

  private String secret(SealedSecret secret) throws Exception {
    return project.opened(secret.getSealed(), Contexts.secret(FakeCallers.ACCOUNT));
  }

  private static JsonNode json(Answer answer, int status) throws Exception {
    assertThat(answer.status()).as(answer.body().text()).isEqualTo(status);
    return new ObjectMapper().readTree(answer.body().text());
  }

  private static void assertError(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body().text()).isEqualTo(status);
    assertThat(answer.body().text()).contains("\"code\":\"" + code + "\"");
  }
}
