package dev.otpstream.ingress.engagelab;

import static dev.otpstream.ingress.engagelab.Fixture.assertError;
import static dev.otpstream.ingress.engagelab.Fixture.basic;
import static dev.otpstream.ingress.engagelab.Fixture.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.engine.Target;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.VerifyOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngagelabDialectTest {
  private static final String SIMPLE = to("test-template-1", "");
  private final Fixture fixture = new Fixture().withTemplate();

  // credentials

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!!", "Basic bm9jb2xvbg==", "Basic //8=", "Bearer abc",
    "amlndWFuZ2RldjpkZXZfc2VjcmV0", "Basic amlndWFuZ2RldjpvdGhlcg=="}) void whoeverCannotProveWhoTheyAreIs2001(
        String header) {
    fixture.caller.with(Call.AUTHORIZATION, header);
    Answer answer = fixture.send("x");
    assertError(answer, 401, 2001);
    assertThat(answer.headers().get("WWW-Authenticate")).startsWith("Basic");
    assertThat(fixture.of("list", "").status()).isEqualTo(401);
  }

  @Test void noCredentialsAre2001() {
    assertError(fixture.caller.with(Call.AUTHORIZATION, null).call("message", SIMPLE), 401, 2001);
  }

  @Test void theDocumentedHeaderOpens() {
    fixture.caller.with(Call.AUTHORIZATION, "Basic amlndWFuZ2RldjpkZXZfc2VjcmV0");
    assertThat(fixture.send(SIMPLE).status()).isEqualTo(200);
  }

  @Test void aDisabledKeyIs2002() {
    fixture.caller.with(Call.AUTHORIZATION, basic(Fixture.DEV_KEY, "disabled"));
    assertError(fixture.send(SIMPLE), 401, 2002);
  }

  @Test void aKeyWithoutTheRightIs2004() {
    var without = new Fixture(Map.of("engagelab.otp", "false"), List.of());
    assertError(without.send(SIMPLE), 403, 2004);
  }

  @Test void edge7ASecretMayHoldColons() {
    fixture.caller.with(Call.AUTHORIZATION, basic(Fixture.DEV_KEY, "with:colon:"));
    assertThat(fixture.send(SIMPLE).status()).isEqualTo(200);
  }

  @Test void tooManyCallsAre429() {
    var limited = new Fixture(Map.of("calls_per_minute", "1"), List.of());
    limited.send("x");
    Answer answer = limited.send("x");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body().text()).isEqualTo("{\"code\":3003,\"message\":\"rate limit\"}");
    assertThat(answer.headers()).containsKey("Retry-After");
  }

  // what is sent

  @Test void theAnswerNamesTheMessageAndTheChannelOfTheCurrentPhase() {
    Answer answer = fixture.send(SIMPLE);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"message_id\":\"123456789\",\"send_channel\":\"telegram\"}");
    var order = fixture.engine.sends.getFirst();
    assertThat(order.recipient()).isEqualTo(new Phone(Fixture.PHONE));
    assertThat(order.purpose()).isEqualTo("engagelab/test-template-1");
    assertThat(order.code()).contains(new NewCode(6, NewCode.DIGITS, 5, false, false));
    assertThat(order.lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(order.once()).isEmpty();
    assertThat(order.route()).extracting(step -> step.channel()).containsExactly("telegram", "sms");
    assertThat(order.route().getFirst().text()).isEmpty();
  }

  @Test void aPlaceWithoutAValueIsSentAsItIs() {
    fixture.send(to("test-template-1", ",\"params\":{\"key1\":\"Bob\"}"));
    assertThat(sms()).contains("Hi Bob, \u0000 from Acme, 5 min, {{key2}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"params", "param_vars"}) void valuesHaveTwoNamesAndGoBeforeTheTemplatesOwn(String name) {
    fixture.send(to("test-template-1",
        ",\"" + name + "\":{\"key1\":\"\",\"brand_name\":\"Other\",\"ttl\":\"9\",\"key2\":\"k\"}"));
    assertThat(sms()).contains("Hi , \u0000 from Other, 9 min, k");
  }

  @Test void ofTwoValuesTheOneInParamsCounts() {
    fixture.send(to("test-template-1", ",\"params\":{\"key1\":\"a\"},\"param_vars\":{\"key1\":\"b\",\"key2\":\"c\"}"));
    assertThat(sms()).contains("Hi a, \u0000 from Acme, 5 min, c");
  }

  @Test void aCodeInTheParamsNeverReplacesOurs() {
    fixture.send(to("test-template-1", ",\"params\":{\"code\":\"000000\"}"));
    assertThat(sms().orElseThrow()).contains("\u0000").doesNotContain("000000");
  }

  @Test void edge5AValueIsNotExpandedAgain() {
    fixture.send(to("test-template-1", ",\"params\":{\"key1\":\"{{code}} {{key2}} $1 \\\\\",\"key2\":\"x\"}"));
    assertThat(sms()).contains("Hi {{code}} {{key2}} $1 \\, \u0000 from Acme, 5 min, x");
  }

  @Test void fromIdIsTheTemplatesUnlessTheCallHasOne() {
    fixture.withTemplate(Fixture.TEMPLATE.replace("test-template-1", "sender")
        .replace("{\"template_type\":2", "{\"from_id\":\"Shop\",\"template_type\":2"));
    fixture.send(to("sender", ""));
    fixture.send(to("sender", ",\"param_vars\":{\"from_id\":\"12345\"}"));
    assertThat(fixture.engine.sends).extracting(order -> order.route().getLast().sender())
        .containsExactly(Optional.of("Shop"), Optional.of("12345"));
    assertError(fixture.send(to("sender", ",\"params\":{\"from_id\":\"no such sender!\"}")), 400, 3002);
  }

  @Test void withoutABrandOfItsOwnATemplateTellsTheAccounts() {
    fixture.withTemplate(Fixture.TEMPLATE.replace("test-template-1", "plain").replace("\"brand_name\":\"Acme\",", ""));
    fixture.send(to("plain", ""));
    assertThat(sms().orElseThrow()).contains("from Shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"language\":null", ",\"language\":\"\"",
    ",\"language\":\"default\""}) void edge6NoLanguageIsTheDefaultLanguage(String language) {
    fixture.withTemplate(standard("std"));
    fixture.send(to("std", language));
    assertThat(sms()).contains("Shop: \u0000 is your verification code. Do not share it with anyone.");
  }

  @Test void aDefaultTemplateSpeaksTheDocumentedLanguages() {
    fixture.withTemplate(standard("std"));
    for (String language : List.of("zh_CN", "zh_HK", "en", "ja", "th", "es"))
      assertThat(fixture.send(to("std", ",\"language\":\"" + language + "\"")).status()).isEqualTo(200);
    assertThat(fixture.engine.sends).extracting(order -> order.route().getFirst().text()).doesNotHaveDuplicates();
    assertThat(fixture.engine.sends.getLast().route().getFirst().text().orElseThrow()).contains("código");
  }

  @Test void aTemplateMaySpeakFurtherLanguagesAndNoOthers() {
    fixture.withTemplate(Fixture.TEMPLATE.replace("test-template-1", "uk").replace("\"custom_country_codes\"",
        "\"custom_contents\":{\"uk\":\"Код {{code}}\"},\"custom_country_codes\""));
    assertThat(fixture.send(to("uk", ",\"language\":\"uk\"")).status()).isEqualTo(200);
    assertThat(sms()).contains("Код \u0000");
    fixture.send(to("uk", ",\"language\":\"ja\""));
    assertThat(sms().orElseThrow()).as("a documented language without a text of its own").startsWith("Hi ");
    assertError(fixture.send(to("uk", ",\"language\":\"xx\"")), 400, 3002);
  }

  @Test void theCallbackHearsOfTheMessageWithItsTemplate() {
    var heard = new Fixture(Map.of(), List.of(Fixture.CALLBACK)).withTemplate();
    heard.send(SIMPLE);
    assertThat(heard.engine.sends.getFirst().hooks()).containsExactly(new HookOrder("engagelab",
        "https://example.org/cb", SendCalls.CALLBACK_EVENTS, "engagelab", Map.of("template_id", "test-template-1")));
    assertThat(SendCalls.CALLBACK_EVENTS).contains(StatusType.ACCEPTED, StatusType.VERIFIED, StatusType.EXPIRED);
  }

  // what is refused, in the documented order

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "[{}]", "1", "null", "{", "{}x",
    "{\"to\":1,\"to\":1}"}) void whatIsNoJsonObjectIs3001(
        String body) {
    for (String operation : List.of("message", "code", "custom", "verify", "create"))
      assertError(fixture.caller.call(operation, body), 400, 3001);
  }

  @Test void anotherContentTypeIs3001() {
    fixture.caller.with(Call.CONTENT_TYPE, "text/plain");
    assertError(fixture.send(SIMPLE), 400, 3001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"to\":\"+8618701235678\"}", "{\"template\":{\"id\":\"test-template-1\"}}",
    "{\"to\":null,\"template\":{\"id\":\"test-template-1\"}}",
    "{\"to\":\"\",\"template\":{\"id\":\"test-template-1\"}}",
    "{\"to\":8618701235678,\"template\":{\"id\":\"test-template-1\"}}",
    "{\"to\":[\"+8618701235678\"],\"template\":{\"id\":\"test-template-1\"}}",
    "{\"to\":\"+8618701235678\",\"template\":\"test-template-1\"}", "{\"to\":\"+8618701235678\",\"template\":{}}",
    "{\"to\":\"+8618701235678\",\"template\":{\"id\":\"\"}}", "{\"to\":\"+8618701235678\",\"template\":{\"id\":7}}",
    "{\"to\":\"+8618701235678\",\"template\":{\"id\":\"x\",\"params\":[]}}",
    "{\"to\":\"+8618701235678\",\"template\":{\"id\":\"x\",\"params\":{\"a\":1}}}",
    "{\"to\":\"+8618701235678\",\"template\":{\"id\":\"x\",\"params\":{\"a\":\"\\u0000\"}}}",
    "{\"to\":\"+8618701235678\",\"template\":{\"id\":\"x\",\"language\":5}}",
    "{\"to\":\"a@b\",\"template\":{\"id\":\"x\"}}",
    "{\"to\":\"+1\",\"template\":{\"id\":\"x\"}}"}) void aFieldThatIsNotAsItMustBeIs3002(
        String body) {
    assertError(fixture.send(body), 400, 3002);
    assertThat(fixture.engine.sends).isEmpty();
  }

  @Test void edge4BlanksInANumberDoNotCountAndAPlusMustBeThere() {
    fixture.send("{\"to\":\"+86 187 0123 5678\",\"template\":{\"id\":\"test-template-1\"}}");
    fixture.send(SIMPLE);
    assertThat(fixture.engine.sends).extracting(order -> order.recipient()).containsOnly(new Phone(Fixture.PHONE));
    assertError(fixture.send("{\"to\":\"8618701235678\",\"template\":{\"id\":\"test-template-1\"}}"), 400, 3002);
  }

  @Test void anUnknownTemplateIs4001() {
    assertError(fixture.send(to("nobody", ",\"language\":\"xx\"")), 400, 4001);
    fixture.caller.with(Call.AUTHORIZATION, basic("another", Fixture.DEV_SECRET));
    assertError(fixture.send(SIMPLE), 400, 4001);
  }

  @Test void anEMailForPhoneChannelsIs3003() {
    assertError(fixture.send("{\"to\":\"support@engagelab.com\",\"template\":{\"id\":\"test-template-1\"}}"), 400,
        3003);
  }

  @Test void aTemplateWithoutACodeIs3003() {
    fixture.withTemplate(marketing("news"));
    assertError(fixture.send(to("news", "")), 400, 3003);
    assertError(fixture.caller.call("code", to("news", "").replace("{\"to\"", "{\"code\":\"1\",\"to\"")), 400, 3003);
  }

  @Test void aTextThatNoChannelCanCarryIs5001() {
    fixture.withTemplate(marketing("news"));
    String long1 = "x".repeat(1000);
    assertError(fixture.caller.call("custom", to("news", ",\"params\":{\"name\":\"" + long1 + "\",\"what\":\"" + long1
        + "\"}")), 400, 5001);
  }

  @Test void theSameTemplateAgainWhileItsCodeLivesIs3004() {
    fixture.engine.onSend(_ -> new SendReply.Refused(Refusal.ACTIVE_CODE, Duration.ofSeconds(90)));
    Answer answer = fixture.send(SIMPLE);
    assertError(answer, 400, 3004);
    assertThat(answer.headers()).containsEntry("Retry-After", "90");
  }

  @ParameterizedTest
  @CsvSource({"ATTEMPTS_BUDGET,429,3003", "COOL_DOWN,429,3003", "IDEMPOTENCY_CONFLICT,400,5001",
    "OTHER,400,5001"}) void whatElseTheEngineRefuses(Refusal refusal, int status, int code) {
    fixture.engine.onSend(_ -> new SendReply.Refused(refusal, Duration.ofSeconds(90)));
    assertError(fixture.send(SIMPLE), status, code);
  }

  @Test void aSilentEngineIs503() {
    fixture.engine.onSend(_ -> new EngineAway());
    for (Answer answer : List.of(fixture.send(SIMPLE), verify("{\"message_id\":\"1\",\"verify_code\":\"1\"}"))) {
      assertError(answer, 503, 1000);
      assertThat(answer.headers()).containsKey("Retry-After");
    }
  }

  // codes of the caller's

  @Test void aCodeOfTheCallersIsSentAndNotOurs() {
    Answer answer = fixture.caller.call("code",
        to("test-template-1", "").replace("{\"to\"", "{\"code\":\"4711\",\"to\""));
    assertThat(answer.body().text()).isEqualTo("{\"message_id\":\"123456789\",\"send_channel\":\"telegram\"}");
    var order = fixture.engine.sends.getFirst();
    assertThat(order.code()).isEmpty();
    assertThat(order.route().getFirst().text()).contains("4711");
    assertThat(sms()).contains("Hi {{key1}}, 4711 from Acme, 5 min, {{key2}}");
  }

  @Test void aCodeThatTelegramCannotCarryGoesByTheOtherChannels() {
    fixture.caller.call("code", to("test-template-1", "").replace("{\"to\"", "{\"code\":\"ab{{key1}}\",\"to\""));
    assertThat(fixture.engine.sends.getFirst().route()).extracting(step -> step.channel()).containsExactly("sms");
    assertThat(sms().orElseThrow()).contains("ab{{key1}} from");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"code\":null,", "\"code\":\"\",", "\"code\":4711,",
    "\"code\":\"\\u0000\","}) void aCodeOfTheCallersIsAString(String code) {
    assertError(fixture.caller.call("code", to("test-template-1", "").replace("{\"to\"", "{" + code + "\"to\"")), 400,
        3002);
  }

  // any content

  @Test void anyContentGoesToOneOrToMany() {
    fixture.withTemplate(marketing("news"));
    String one = to("news", ",\"params\":{\"name\":\"Bob\"}");
    assertThat(fixture.caller.call("custom", one).body().text())
        .isEqualTo("{\"message_id\":\"123456789\",\"send_channel\":\"telegram\"}");
    assertThat(sms()).contains("Bob: {{what}}");
    assertThat(fixture.engine.sends.getFirst().lifetime()).isEqualTo(Duration.ofDays(1));
    String many = one.replace("\"" + Fixture.PHONE + "\"",
        "[\"+8618701235678\",\"+380971234567\",\"+86 18701235678\"]");
    assertThat(fixture.caller.call("custom", many).body().text()).contains("\"message_id\":\"123456790\"");
    assertThat(fixture.engine.sends).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[1]", "[\"x\"]", "[\"+8618701235678\",\"8618701235678\"]", "{}", "null",
    "1"}) void aListWithOneThatIsNobodyIsRefusedWhole(String to) {
    fixture.withTemplate(marketing("news"));
    assertError(fixture.caller.call("custom", to("news", "").replace("\"" + Fixture.PHONE + "\"", to)), 400, 3002);
    assertThat(fixture.engine.sends).isEmpty();
  }

  @Test void aVerificationTemplateNeedsItsCodeInTheParams() {
    assertError(fixture.caller.call("custom", SIMPLE), 400, 3002);
    fixture.caller.call("custom", to("test-template-1", ",\"params\":{\"code\":\"123456\"}"));
    var order = fixture.engine.sends.getFirst();
    assertThat(order.code()).isEmpty();
    assertThat(order.route().getFirst().text()).contains("123456");
    assertThat(sms().orElseThrow()).startsWith("Hi {{key1}}, 123456 from");
  }

  @Test void ofManyTheFirstWhoIsSentSomethingIsNamed() {
    fixture.withTemplate(marketing("news"));
    fixture.engine.onSend(order -> fixture.engine.sends.size() == 1 ? new EngineAway() : fixture.engine.accepted());
    String many = to("news", "").replace("\"" + Fixture.PHONE + "\"", "[\"+8618701235678\",\"+380971234567\"]");
    assertThat(fixture.caller.call("custom", many).body().text()).contains("\"message_id\":\"123456790\"");
  }

  // verification

  @Test void aRightCodeIsVerified() {
    fixture.engine.onVerify(judged(VerifyOutcome.VERIFIED));
    Answer answer = verify("{\"message_id\":\"1725407449772531\",\"verify_code\":\"667090\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text())
        .isEqualTo("{\"message_id\":\"1725407449772531\",\"verify_code\":\"667090\",\"verified\":true}");
    assertThat(fixture.engine.verifies.getFirst().target()).isEqualTo(new Target.ByMessage(1_725_407_449_772_531L));
    assertThat(fixture.engine.verifies.getFirst().guess()).isEqualTo("667090");
  }

  @Test void aWrongCodeIsNotVerifiedAndNoError() {
    fixture.engine.onVerify(judged(VerifyOutcome.WRONG_CODE));
    Answer answer = verify("{\"message_id\":\"1024\",\"verify_code\":\" aB \"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text())
        .isEqualTo("{\"message_id\":\"1024\",\"verify_code\":\" aB \",\"verified\":false}");
  }

  @ParameterizedTest
  @EnumSource(VerifyOutcome.class) void onlyWhatTheEngineCallsVerifiedIs(VerifyOutcome outcome) {
    fixture.engine.onVerify(judged(outcome));
    Answer answer = verify("{\"message_id\":\"1024\",\"verify_code\":\"1\"}");
    assertThat(answer.body().text().contains("\"verified\":true")).isEqualTo(outcome == VerifyOutcome.VERIFIED);
    if (outcome != VerifyOutcome.VERIFIED && outcome != VerifyOutcome.WRONG_CODE)
      assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"ALREADY_VERIFIED,3003", "EXPIRED,3003", "ATTEMPTS_USED,3003", "ATTEMPTS_BUDGET,3003", "ENDED,3003",
    "UNKNOWN_MESSAGE,4001", "NO_ACTIVE_CODE,4001"}) void whatCannotBeJudgedSaysWhy(VerifyOutcome outcome, int code) {
    fixture.engine.onVerify(judged(outcome));
    assertError(verify("{\"message_id\":\"1024\",\"verify_code\":\"1\"}"), 400, code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1725407449772531712", "0", "-1", "x", "1e3",
    "99999999999999999999"}) void anIdThatCannotBeOursIs4001(
        String id) {
    assertError(verify("{\"message_id\":\"" + id + "\",\"verify_code\":\"1\"}"), 400, 4001);
    assertThat(fixture.engine.verifies).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"message_id\":\"1024\"}", "{\"verify_code\":\"1\"}",
    "{\"message_id\":1024,\"verify_code\":\"1\"}", "{\"message_id\":\"\",\"verify_code\":\"1\"}",
    "{\"message_id\":\"1024\",\"verify_code\":\"\"}",
    "{\"message_id\":\"1024\",\"verify_code\":null}"}) void aGuessWithoutItsFieldsIs3002(
        String body) {
    assertError(verify(body), 400, 3002);
  }

  @Test void edge8ACodeAsANumberIs3002() {
    assertError(verify("{\"message_id\":\"1024\",\"verify_code\":667090}"), 400, 3002);
  }

  private Answer verify(String body) {
    return fixture.caller.call("verify", body);
  }

  private Optional<String> sms() {
    return fixture.engine.sends.getLast().route().getLast().text();
  }

  private static VerifyReply judged(VerifyOutcome outcome) {
    return new VerifyReply.Judged(outcome, 3, Duration.ZERO);
  }

  private static String standard(String id) {
    return "{\"template_id\":\"" + id + "\",\"send_channel_strategy\":\"sms\",\"verify_code_config\":"
        + "{\"verify_code_type\":3,\"verify_code_len\":10,\"verify_code_ttl\":1},\"sms_config\":{\"template_type\":1,"
        + "\"template_default_config\":{\"contain_security\":true,\"contain_expire\":false}}}";
  }

  private static String marketing(String id) {
    return "{\"template_id\":\"" + id + "\",\"send_channel_strategy\":\"sms\",\"sms_config\":{\"template_type\":2,"
        + "\"template_custom_config\":{\"custom_sub_type\":\"marketing\",\"custom_content\":\"{{name}}: {{what}}\"}}}";
  }
}
