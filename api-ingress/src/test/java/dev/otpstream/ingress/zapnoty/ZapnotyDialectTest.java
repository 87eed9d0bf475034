package dev.otpstream.ingress.zapnoty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.DialectCaller;
import dev.otpstream.ingress.FakeCallers;
import dev.otpstream.ingress.FakeEngine;
import dev.otpstream.ingress.engine.CancelReply;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.engine.StatusReply;
import dev.otpstream.ingress.engine.Target;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.ChatAddress;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.VerifyOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZapnotyDialectTest {
  private static final String SUBSCRIBER = "550e8400-e29b-41d4-a716-446655440000";
  private static final Phone PHONE = new Phone("+380971234567");
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final ChatAddress CHAT = new ChatAddress(UUID.fromString(SUBSCRIBER), "telegram", "700100200");
  private final TestProject project = new TestProject();
  private final FakeEngine engine = project.engine;
  private final DialectCaller caller = caller(Map.of());

  // authentication

  @Test void withoutABearerTokenNobodyIsLetIn() {
    for (String header : new String[]{null, "", "Bearer", "Bearer  ", "Basic " + FakeCallers.KEY, FakeCallers.KEY}) {
      caller.with(Call.AUTHORIZATION, header);
      assertError(send("{}"), 401, "unauthorized", false);
    }
    assertThat(engine.sends).isEmpty();
  }

  @Test void anUnknownKeyIsInvalidBeforeTheBodyIsLookedAt() {
    caller.with(Call.AUTHORIZATION, "Bearer zn_live_nobody").with(Call.CONTENT_TYPE, "text/plain");
    Answer answer = send("x");
    assertError(answer, 401, "invalid_api_key", false);
    assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer");
  }

  @Test void theSchemeIsCaseInsensitive() {
    caller.with(Call.AUTHORIZATION, "bearer " + FakeCallers.KEY);
    assertThat(send("{\"phone\":\"380971234567\"}").status()).isEqualTo(200);
  }

  @Test void aDisabledProjectIsForbidden() {
    caller.with(Call.AUTHORIZATION, "Bearer " + FakeCallers.DISABLED_KEY);
    assertError(send("{}"), 403, "project_inactive", false);
  }

  @Test void aProjectOverItsRateMayRetry() {
    DialectCaller limited = caller(Map.of("calls_per_minute", "1"));
    limited.call("send", "{\"phone\":\"380971234567\"}");
    Answer answer = limited.call("send", "{\"phone\":\"380971234567\"}");
    assertError(answer, 429, "rate_limit_project", true);
    assertThat(answer.headers()).containsKey("Retry-After");
  }

  // the body as a whole

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "1", "null", "{", "{\"a\":NaN}", "{\"a\":1,\"a\":2}",
    "{\"code\":\"\\ud83d\"}", "{}x"}) void whatIsNoJsonObjectFailsValidation(String body) {
    for (String operation : new String[]{"send", "verify", "cancel"})
      assertError(caller.call(operation, body), 400, "validation_failed", false);
  }

  @Test void anotherContentTypeFailsValidation() {
    caller.with(Call.CONTENT_TYPE, "text/plain");
    assertError(send("{\"phone\":\"380971234567\"}"), 400, "validation_failed", false);
  }

  // who is meant

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"subscriber_id\":null}", "{\"subscriber_id\":5}",
    "{\"subscriber_id\":\"\"}", "{\"subscriber_id\":\"1-1-1-1-1\"}",
    "{\"subscriber_id\":\"550e8400e29b41d4a716446655440000\"}",
    "{\"phone\":380971234567}", "{\"phone\":\"\"}", "{\"phone\":\"12\"}", "{\"phone\":\"380000000000\"}",
    "{\"phone\":\"٣٨٠٩٧١٢٣٤٥٦٧\"}"}) void aMissingOrMalformedRecipientFailsValidation(String body) {
    assertError(send(body), 400, "validation_failed", false);
    assertThat(engine.sends).isEmpty();
  }

  @Test void twoRecipientsExcludeEachOther() {
    assertError(send("{\"subscriber_id\":\"" + SUBSCRIBER + "\",\"phone\":\"380971234567\"}"), 400,
        "mutually_exclusive_identifiers", false);
  }

  @Test void anUnknownSubscriberIs404() {
    String stranger = "{\"subscriber_id\":\"" + UUID.randomUUID() + "\",\"code\":\"482916\"}";
    assertError(send(stranger), 404, "subscriber_not_found", false);
    assertError(verify(stranger), 404, "subscriber_not_found", false);
  }

  @Test void edge6ASubscriberOfAnotherProjectIsAsUnknownAsNone() {
    UUID theirs = project.subscribe("acc_other", "telegram", "{}");
    assertError(send("{\"subscriber_id\":\"" + theirs + "\"}"), 404, "subscriber_not_found", false);
    assertError(verify("{\"subscriber_id\":\"" + theirs + "\",\"code\":\"1\"}"), 404, "subscriber_not_found", false);
  }

  @Test void whatIsMalformedIsSaidBeforeWhoIsMissing() {
    assertError(send("{\"subscriber_id\":\"" + UUID.randomUUID() + "\",\"ttl_minutes\":0}"), 400, "validation_failed",
        false);
  }

  // send

  @Test void theDocumentedSendGetsTheDocumentedBytes() {
    Answer answer = send("{\"subscriber_id\":\"" + SUBSCRIBER + "\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"sent\":true,\"expires_in_seconds\":300}");
    var order = engine.sends.getFirst();
    assertThat(order.code()).contains(new NewCode(6, 5));
    assertThat(order.lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(order.purpose()).isEmpty();
    assertThat(order.hooks()).isEmpty();
    assertThat(order.once()).isEmpty();
    assertThat(order.recipient()).isEqualTo(CHAT);
    assertThat(order.route()).singleElement().isEqualTo(new Step("telegram",
        Optional.of("Acme: \u0000 is your code, valid for 5 min."), Optional.empty()));
  }

  @Test void aSendByPhoneIsAnsweredInOurWords() {
    assertThat(send("{\"phone\":\"+380 (97) 123-45-67\"}").body().text())
        .isEqualTo("{\"sent\":true,\"expires_in_seconds\":300,\"message_id\":\"123456789\",\"channel\":\"telegram\","
            + "\"next_send_at\":\"2026-01-02T03:05:05Z\"}");
  }

  @Test void theOptionalFieldsOfASendAreKept() {
    Answer answer = send("{\"phone\":\"380971234567\",\"ttl_minutes\":30,\"max_attempts\":10,\"code_length\":8,"
        + "\"purpose\":\"login\",\"channels\":[\"sms\"],\"hook\":\"https://example.org/h\",\"unknown\":1}");
    assertThat(answer.body().text()).startsWith("{\"sent\":true,\"expires_in_seconds\":1800,");
    var order = engine.sends.getFirst();
    assertThat(order.code()).contains(new NewCode(8, 10));
    assertThat(order.purpose()).isEqualTo("login");
    assertThat(order.route()).extracting(step -> step.channel()).containsExactly("sms");
    assertThat(order.hooks()).singleElement().satisfies(hook -> {
      assertThat(hook.format()).isEqualTo("native");
      assertThat(hook.events()).contains(StatusType.ACCEPTED, StatusType.FALLBACK, StatusType.VERIFIED)
          .doesNotContain(StatusType.DISPATCHED, StatusType.OTHER);
    });
  }

  @Test void theRequestSaysHowLongACodeMayStayUnverified() {
    send(
        "{\"phone\":\"380971234567\",\"channels\":[\"telegram\",\"sms\"],\"verify_timeouts\":{\"telegram\":20,\"max\":0}}");
    assertThat(engine.sends.getFirst().route()).extracting(Step::verifyTimeout)
        .containsExactly(Optional.of(Duration.ofSeconds(20)), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ttl_minutes\":0", "\"ttl_minutes\":31", "\"ttl_minutes\":1.5",
    "\"ttl_minutes\":\"5\"", "\"ttl_minutes\":1e1", "\"ttl_minutes\":99999999999999999999", "\"max_attempts\":0",
    "\"max_attempts\":11", "\"code_length\":3", "\"code_length\":9", "\"code_length\":true",
    "\"purpose\":\"123456789012345678901234567890123\"", "\"purpose\":\"\"", "\"purpose\":\"a\\nb\"", "\"purpose\":1",
    "\"channels\":[]", "\"channels\":\"sms\"", "\"channels\":[\"sms\",\"sms\"]", "\"channels\":[\"pigeon\"]",
    "\"channels\":[1]", "\"hook\":\"ftp://example.org\"", "\"hook\":\"https://[::1]/\"", "\"hook\":\"\"", "\"hook\":1",
    "\"text\":\"no place\"", "\"verify_timeouts\":20", "\"verify_timeouts\":{\"telegram\":4}",
    "\"verify_timeouts\":{\"sms\":1801}", "\"verify_timeouts\":{\"sms\":\"20\"}", "\"verify_timeouts\":{\"pigeon\":20}",
    "\"text\":\"\\u0000 {{code}}\"", "\"text\":5", "\"template\":\"welcome\""}) void aFieldOutOfBoundsFailsValidation(
        String field) {
    assertError(send("{\"phone\":\"380971234567\"," + field + "}"), 400, "validation_failed", false);
    assertThat(engine.sends).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4", "5", "6", "7", "8"}) void codesHaveWhatEveryChannelCarries(int length) {
    send("{\"phone\":\"380971234567\",\"code_length\":" + length + "}");
    assertThat(engine.sends.getFirst().code()).contains(new NewCode(length, 5));
  }

  @Test void aTextOfTheCallersHasItsCodePlaceAndOnlySmsSaysIt() {
    send("{\"phone\":\"380971234567\",\"text\":\"{{code}} is it; not {{name}}\"}");
    var route = engine.sends.getFirst().route();
    assertThat(route.get(0).text()).isEmpty();
    assertThat(route.get(1).text()).contains("\u0000 is it; not {{name}}");
  }

  @Test void aTextMayTakeTenSmsWithTheCodeInIt() {
    String longest = "x".repeat(1530 - 6);
    assertThat(send("{\"phone\":\"380971234567\",\"text\":\"" + longest + "{{code}}\"}").status()).isEqualTo(200);
    assertError(send("{\"phone\":\"380971234567\",\"text\":\"x" + longest + "{{code}}\"}"), 400, "validation_failed",
        false);
  }

  @ParameterizedTest
  @EnumSource(value = Refusal.class, names = {"COOL_DOWN",
    "ATTEMPTS_BUDGET"}) void aRecipientWhoHadTooManyCodesIs429WithTheTimeToWait(Refusal refusal) {
    engine.onSend(_ -> new SendReply.Refused(refusal, Duration.ofMillis(29_001)));
    Answer answer = send("{\"phone\":\"380971234567\"}");
    assertError(answer, 429, "rate_limit_subscriber", true);
    assertThat(answer.headers()).containsEntry("Retry-After", "30");
  }

  @Test void otherRefusalsAreConflicts() {
    engine.onSend(_ -> new SendReply.Refused(Refusal.IDEMPOTENCY_CONFLICT, Duration.ZERO));
    assertError(send("{\"phone\":\"380971234567\"}"), 409, "idempotency_conflict", false);
    engine.onSend(_ -> new SendReply.Refused(Refusal.ACTIVE_CODE, Duration.ZERO));
    assertError(send("{\"phone\":\"380971234567\"}"), 409, "conflict", false);
    engine.onSend(_ -> new SendReply.Refused(Refusal.OTHER, Duration.ZERO));
    assertError(send("{\"phone\":\"380971234567\"}"), 409, "conflict", false);
  }

  @Test void aSilentEngineIsNeverASuccess() {
    engine.onSend(_ -> new EngineAway()).onVerify(new EngineAway()).onCancel(new EngineAway())
        .onStatus(new EngineAway());
    for (Answer answer : new Answer[]{send("{\"phone\":\"380971234567\"}"),
      verify("{\"phone\":\"380971234567\",\"code\":\"482916\"}"), caller.call("cancel", "{\"phone\":\"380971234567\"}"),
      status("1024")}) {
      assertError(answer, 503, "platform_busy", true);
      assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }
  }

  // idempotency

  @Test void theSameKeyAndRequestAreOnePromiseWhateverTheOrderOfTheFields() {
    caller.with(Call.IDEMPOTENCY_KEY, "k1");
    send("{\"phone\":\"380971234567\",\"purpose\":\"login\"}");
    send("{ \"purpose\":\"login\", \"phone\":\"380971234567\"}");
    send("{\"phone\":\"380971234567\",\"purpose\":\"other\"}");
    var first = engine.sends.get(0).once().orElseThrow();
    assertThat(first.key()).isEqualTo("k1");
    assertThat(first.lifetime()).isEqualTo(Duration.ofHours(24));
    assertThat(engine.sends.get(1).once()).contains(first);
    assertThat(engine.sends.get(2).once().orElseThrow().request()).isNotEqualTo(first.request());
  }

  @Test void keysOfSendAndVerifyAreApart() {
    caller.with(Call.IDEMPOTENCY_KEY, "k1");
    send("{\"phone\":\"380971234567\"}");
    verify("{\"phone\":\"380971234567\",\"code\":\"1\"}");
    assertThat(engine.sends.getFirst().once().orElseThrow().scope())
        .isNotEqualTo(engine.verifies.getFirst().once().orElseThrow().scope());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 256}) void aKeyOfNoUseFailsValidation(int length) {
    caller.with(Call.IDEMPOTENCY_KEY, "k".repeat(length));
    assertError(send("{\"phone\":\"380971234567\"}"), 400, "validation_failed", false);
  }

  /** The engine ends a code at the very instant; here it must be told the same span that the caller is. */
  @ParameterizedTest
  @CsvSource({"1,60", "5,300", "30,1800"}) void edge4TheCodeLivesExactlyAsLongAsTheAnswerSays(int minutes,
      int seconds) {
    Answer answer = send("{\"subscriber_id\":\"" + SUBSCRIBER + "\",\"ttl_minutes\":" + minutes + "}");
    assertThat(answer.body().text()).isEqualTo("{\"sent\":true,\"expires_in_seconds\":" + seconds + "}");
    assertThat(engine.sends.getFirst().lifetime()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test void strictCodesLiveTenMinutesAtMostAndHaveSixDigits() {
    var strict = project.caller(Map.of("zapnoty.strict_codes", "true"));
    for (String weak : List.of("\"ttl_minutes\":11", "\"ttl_minutes\":30", "\"code_length\":5", "\"code_length\":4"))
      assertError(strict.call("send", "{\"phone\":\"380971234567\"," + weak + "}"), 400, "validation_failed", false);
    assertError(strict.call("request", "{\"ttl_minutes\":11}"), 400, "validation_failed", false);
    String strong = "{\"phone\":\"380971234567\",\"ttl_minutes\":10,\"code_length\":6}";
    assertThat(strict.call("send", strong).status()).isEqualTo(200);
    assertThat(strict.call("send", "{\"phone\":\"380971234567\"}").status()).isEqualTo(200);
  }

  // verify

  @Test void theDocumentedVerifyGetsTheDocumentedBytes() {
    String body = "{\"subscriber_id\":\"" + SUBSCRIBER + "\",\"code\":\"482916\"}";
    engine.onVerify(judged(VerifyOutcome.VERIFIED, 4));
    assertThat(verify(body).body().text()).isEqualTo("{\"verified\":true}");
    engine.onVerify(judged(VerifyOutcome.WRONG_CODE, 4));
    assertThat(verify(body).body().text()).isEqualTo("{\"verified\":false}");
    assertThat(engine.verifies.getFirst().target()).isEqualTo(new Target.ByRecipient(CHAT, ""));
  }

  @ParameterizedTest
  @EnumSource(VerifyOutcome.class) void onlyVerifiedIsVerified(VerifyOutcome outcome) {
    engine.onVerify(judged(outcome, 0));
    Answer answer = verify("{\"subscriber_id\":\"" + SUBSCRIBER + "\",\"code\":\"482916\"}");
    switch (outcome) {
      case VERIFIED -> assertThat(answer.body().text()).isEqualTo("{\"verified\":true}");
      case IDEMPOTENCY_CONFLICT -> assertError(answer, 409, "idempotency_conflict", false);
      default -> {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().text()).isEqualTo("{\"verified\":false}");
      }
    }
  }

  @Test void aVerifyByPhoneIsAnsweredInOurWords() {
    String body = "{\"phone\":\"380971234567\",\"code\":\"482916\",\"purpose\":\"login\"}";
    engine.onVerify(judged(VerifyOutcome.VERIFIED, 4));
    assertThat(verify(body).body().text()).isEqualTo("{\"verified\":true}");
    engine.onVerify(judged(VerifyOutcome.WRONG_CODE, 4));
    assertThat(verify(body).body().text())
        .isEqualTo("{\"verified\":false,\"reason\":\"wrong_code\",\"attempts_left\":4}");
    engine.onVerify(judged(VerifyOutcome.NO_ACTIVE_CODE, 0));
    assertThat(verify(body).body().text())
        .isEqualTo("{\"verified\":false,\"reason\":\"no_active_code\",\"attempts_left\":0}");
    engine.onVerify(new VerifyReply.Judged(VerifyOutcome.ATTEMPTS_BUDGET, 0, Duration.ofMillis(1)));
    assertThat(verify(body).body().text()).isEqualTo(
        "{\"verified\":false,\"reason\":\"attempts_budget\",\"attempts_left\":0,\"retry_after_seconds\":1}");
    assertThat(engine.verifies.getFirst().target()).isEqualTo(new Target.ByRecipient(PHONE, "login"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"code\":null}", "{\"code\":482916}", "{\"code\":\"\"}", "{\"code\":[\"1\"]}",
    "{\"code\":\"12345678901234567890123456789012345678901234567890123456789012345\"}"}) void aMissingOrOddCodeFailsValidation(
        String body) {
    assertError(verify("{\"phone\":\"380971234567\"," + body.substring(1)), 400, "validation_failed", false);
    assertThat(engine.verifies).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"48 29 16", " 482916", "482916\\n", "４８２９１６", "abcdef", "1",
    "1234567890123456789012345678901234567890123456789012345678901234"}) void aGuessOfTheWrongShapeIsAGuessAllTheSame(
        String code) {
    engine.onVerify(judged(VerifyOutcome.WRONG_CODE, 4));
    verify("{\"phone\":\"380971234567\",\"code\":\"" + code + "\"}");
    assertThat(engine.verifies.getFirst().guess()).isEqualTo(code.replace("\\n", "\n"));
  }

  // our own operations

  @Test void aCancelNamesARecipientOrAMessage() {
    engine.onCancel(new CancelReply.Found(true, OptionalLong.of(1024), MessageState.CANCELLED));
    assertThat(caller.call("cancel", "{\"phone\":\"380971234567\",\"purpose\":\"login\"}").body().text())
        .isEqualTo("{\"cancelled\":true,\"message_id\":\"1024\",\"state\":\"cancelled\"}");
    caller.call("cancel", "{\"message_id\":\"1024\"}");
    assertThat(engine.cancels).containsExactly(new Target.ByRecipient(PHONE, "login"), new Target.ByMessage(1024));
  }

  @Test void aCancelThatFindsNothingSaysSo() {
    engine.onCancel(new CancelReply.Found(false, OptionalLong.empty(), MessageState.UNKNOWN));
    assertThat(caller.call("cancel", "{\"phone\":\"380971234567\"}").body().text())
        .isEqualTo("{\"cancelled\":false,\"message_id\":null,\"state\":null}");
    engine.onCancel(new CancelReply.Unknown());
    assertError(caller.call("cancel", "{\"message_id\":\"1024\"}"), 404, "not_found", false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1024", "\"\"", "\"0\"", "\"x\"", "\"-1\"",
    "\"1234567890123456789\""}) void aCancelOfAnOddIdFailsValidation(String id) {
    assertError(caller.call("cancel", "{\"message_id\":" + id + "}"), 400, "validation_failed", false);
  }

  @Test void aCancelNamesOnlyOne() {
    assertError(caller.call("cancel", "{\"message_id\":\"1024\",\"phone\":\"380971234567\"}"), 400,
        "mutually_exclusive_identifiers", false);
  }

  @Test void aStatusTellsWhereAMessageStands() {
    engine.onStatus(new StatusReply.Found(new StatusAnswer(1024L, MessageState.UNDELIVERABLE, "sms", 2, 6,
        Reason.RECIPIENT_UNREACHABLE, "27", "+38097*****67", null, NOON, NOON.plusSeconds(1), NOON.plusSeconds(300),
        List.of())));
    assertThat(status("1024").body().text())
        .isEqualTo(
            "{\"message_id\":\"1024\",\"state\":\"undeliverable\",\"channel\":\"sms\",\"dispatch\":2,\"sequence\":6,"
                + "\"reason\":\"recipient_unreachable\",\"recipient\":\"+38097*****67\","
                + "\"accepted_at\":\"2026-01-02T12:00:00Z\",\"updated_at\":\"2026-01-02T12:00:01Z\","
                + "\"expires_at\":\"2026-01-02T12:05:00Z\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "0", "00001024", "1024.0", "../1024",
    "1234567890123456789"}) void aStatusOfAnOddIdIs404(String id) {
    assertError(status(id), 404, "not_found", false);
    assertThat(engine.questions).isEmpty();
  }

  @Test void everyCallIsOfTheAccountWhoseKeyItHas() {
    send("{\"phone\":\"380971234567\"}");
    engine.onVerify(judged(VerifyOutcome.VERIFIED, 1));
    verify("{\"phone\":\"380971234567\",\"code\":\"1\"}");
    caller.call("cancel", "{\"phone\":\"380971234567\"}");
    status("1024");
    assertThat(engine.accounts).containsOnly(FakeCallers.ACCOUNT).hasSize(4);
  }

  private Answer send(String body) {
    return caller.call("send", body);
  }

  private Answer verify(String body) {
    return caller.call("verify", body);
  }

  private Answer status(String id) {
    return caller.call("status", "".getBytes(StandardCharsets.UTF_8), Map.of("id", id));
  }

  private DialectCaller caller(Map<String, String> settings) {
    project.subscribe(UUID.fromString(SUBSCRIBER), FakeCallers.ACCOUNT, "telegram", "{}", true);
    return project.caller(settings);
  }

  private static VerifyReply judged(VerifyOutcome outcome, int left) {
    return new VerifyReply.Judged(outcome, left, Duration.ZERO);
  }

  private static void assertError(Answer answer, int status, String code, boolean retryable) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().text()).matches(
        "\\{\"error\":\"[^\"]+\",\"code\":\"" + code + "\",\"retryable\":" + retryable + "}");
  }
}
