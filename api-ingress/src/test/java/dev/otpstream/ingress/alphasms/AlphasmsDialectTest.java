package dev.otpstream.ingress.alphasms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.DialectCaller;
import dev.otpstream.ingress.FakeCallers;
import dev.otpstream.ingress.FakeEngine;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.StatusType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlphasmsDialectTest {
  private static final String DOCUMENTED = """
      {"type":"telegram","id":100500,"phone":380971234567,"message":"123456","telegram_lifetime":172800,\
      "hook":"https://example.org/webhook/url.php"}""";
  private final FakeEngine engine = new FakeEngine();
  private final AlphasmsDialect dialect = dialect(Map.of());
  private final DialectCaller caller = new DialectCaller(dialect);

  @Test void theDocumentedExampleGetsTheDocumentedAnswer() {
    Answer answer = batch(DOCUMENTED);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo(
        "{\"success\":true,\"data\":[{\"success\":true,\"data\":{\"id\":100500,\"msg_id\":123456789,\"data\":1,\"parts\":1}}]}");
  }

  @Test void aTelegramMessageIsTheCallersOwnCodeOnOneChannel() {
    batch(DOCUMENTED);
    var order = engine.sends.getFirst();
    assertThat(order.recipient().address()).isEqualTo("+380971234567");
    assertThat(order.code()).isEmpty();
    assertThat(order.lifetime()).isEqualTo(Duration.ofDays(2));
    assertThat(order.callerId()).hasValueSatisfying(id -> assertThat(id.jsonText()).isEqualTo("100500"));
    assertThat(order.route()).singleElement().satisfies(step -> {
      assertThat(step.channel()).isEqualTo("telegram");
      assertThat(step.text()).contains("123456");
    });
    assertThat(order.hooks()).singleElement().satisfies(hook -> {
      assertThat(hook.format()).isEqualTo("alphasms");
      assertThat(hook.url()).isEqualTo("https://example.org/webhook/url.php");
      assertThat(hook.events()).containsExactly(StatusType.DELIVERED, StatusType.READ, StatusType.EXPIRED,
          StatusType.UNDELIVERABLE, StatusType.CANCELLED);
    });
  }

  // request-level errors, in the documented order

  @ParameterizedTest
  @ValueSource(strings = {"text/json", "text/plain", "", "application/x-www-form-urlencoded",
    "application/jsonp"}) void anotherContentTypeIsRefused(String type) {
    caller.with(Call.CONTENT_TYPE, type);
    assertRefused(batch(DOCUMENTED), "Wrong content type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/json; charset=utf-8",
    "Application/JSON;charset=UTF-8"}) void jsonWithParametersIsJson(String type) {
    caller.with(Call.CONTENT_TYPE, type);
    assertThat(batch(DOCUMENTED).body().text()).startsWith("{\"success\":true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "1", "null", "{", "{\"auth\":1,}", "{\"a\":NaN}",
    "{\"a\":1}{}", "{\"a\":1,\"a\":1}", "{\"a\":\"\\ud800\"}", "{\"a\":01}"}) void whatIsNoJsonObjectIsRefused(
        String body) {
    assertRefused(caller.call("batch", body), "Incorrect document format");
  }

  @Test void depthIsRefused() {
    assertRefused(caller.call("batch", "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
        "Incorrect document format");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"auth\":null}", "{\"auth\":5}", "{\"auth\":[\"x\"]}",
    "{\"auth\":\"nobody\"}", "{\"auth\":\"" + FakeCallers.DISABLED_KEY + "\"}",
    "{\"auth\":\"" + FakeCallers.KEY + "\\n\"}",
    "{\"auth\":\"" + FakeCallers.KEY + " \"}"}) void whoeverIsNobodyIsDenied(String body) {
    assertRefused(caller.call("batch", body), "Access denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"data\":null", ",\"data\":[]", ",\"data\":{}",
    ",\"data\":\"x\""}) void aMissingOrEmptyListIsRefused(String rest) {
    assertRefused(caller.call("batch", "{\"auth\":\"" + FakeCallers.KEY + "\"" + rest + "}"),
        "Incorrect document format");
  }

  @Test void aThousandItemsAreTakenAndOneMoreIsTooMany() {
    String thousand = IntStream.range(0, 1000).mapToObj(i -> telegram("\"id\":" + i))
        .collect(Collectors.joining(","));
    assertThat(batch(thousand).body().text())
        .startsWith("{\"success\":true,\"data\":[{\"success\":true,\"data\":{\"id\":0,")
        .contains("{\"id\":999,");
    assertRefused(batch(thousand + "," + DOCUMENTED), "Too many messages");
  }

  @Test void anAccountOverItsRateIsRefused() {
    var limited = new DialectCaller(dialect(Map.of("calls_per_minute", "1")));
    assertThat(limited.call("batch", request(DOCUMENTED)).body().text()).startsWith("{\"success\":true");
    assertRefused(limited.call("batch", request(DOCUMENTED)), "Sending rate exceeded");
  }

  @Test void anotherMethodIsRefusedWithStatus405() {
    Answer answer = dialect.fault(Fault.WRONG_METHOD);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.body().text()).isEqualTo("{\"success\":false,\"error\":\"Method not allowed\"}");
  }

  @Test void aSilentEngineIsStatus503() {
    engine.onSend(_ -> new EngineAway());
    Answer answer = batch(DOCUMENTED);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("Retry-After", "1");
    assertThat(answer.body().text()).isEqualTo("{\"success\":false,\"error\":\"Service unavailable\"}");
  }

  @Test void anEngineThatTookPartOfABatchIsNoFaultOfTheWhole() {
    engine.onSend(_ -> engine.sends.size() == 1 ? engine.accepted() : new EngineAway());
    assertThat(batch(telegram("\"id\":1") + "," + telegram("\"id\":2")).body().text())
        .isEqualTo(
            "{\"success\":true,\"data\":[" + accepted("1", 0, 1) + "," + failed("2", "Service unavailable") + "]}");
  }

  @Test void anEngineThatRefusesIsAnItemError() {
    engine.onSend(_ -> new SendReply.Refused(Refusal.OTHER, Duration.ZERO));
    assertItem(DOCUMENTED, failed("100500", "Sending rate exceeded"));
  }

  // item errors, in the documented order

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"x\"", "[]", "null", "true"}) void anItemThatIsNoObjectIsRefused(String item) {
    assertItem(item, failed("null", "Incorrect message format"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"type\":null,", "\"type\":5,", "\"type\":\"Telegram\",",
    "\"type\":\"viber\",", "\"type\":\"voice\",", "\"type\":\"call/otp\",", "\"type\":\"whatsapp\",",
    "\"type\":\"hlr\","}) void aTypeThatIsNotOfferedIsUnknown(String type) {
    assertItem("{" + type + "\"id\":7}", failed("7", "Unknown request type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\":1", "\"id\":null", "\"id\":[1]", "\"id\":{}",
    "\"id\":true"}) void aMissingOrOddIdIsWrong(String id) {
    assertItem(telegram(id), failed("null", "Wrong message ID"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"phone\":null,", "\"phone\":true,", "\"phone\":[],", "\"phone\":\"\",",
    "\"phone\":\"+\",", "\"phone\":12,", "\"phone\":-380971234567,", "\"phone\":3.80971234567e11,",
    "\"phone\":380971234567.0,", "\"phone\":\"38097123456x\",", "\"phone\":\"٣٨٠٩٧١٢٣٤٥٦٧\",",
    "\"phone\":3809712345678901234567,", "\"phone\":\"380000000000\",",
    "\"phone\":\"38097\\u00001234567\","}) void aPhoneThatIsNoneIsIncorrect(String phone) {
    assertItem("{\"type\":\"telegram\",\"id\":7," + phone + "\"message\":\"123456\"}",
        failed("7", "Incorrect recipient number"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"380971234567", "\"380971234567\"", "\"+380971234567\"",
    "\"+38 (097) 123-45-67\"", "\" 380971234567 \""}) void aPhoneIsReadFromNumberOrString(String phone) {
    assertItem("{\"type\":\"telegram\",\"id\":7,\"phone\":" + phone + ",\"message\":\"123456\"}", accepted("7", 0, 1));
    assertThat(engine.sends.getFirst().recipient().address()).isEqualTo("+380971234567");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"123\"", "\"123456789\"", "\"12 34\"", "\"\"", "\" 1234\"", "\"1234\\n\"",
    "\"١٢٣٤\"", "\"１２３４\"", "123", "123456789", "1234.0", "1e4", "-1234", "true", "[\"1234\"]",
    "\"abcd\""}) void edge3AMessageThatIsNoCodeIsIncorrect(String message) {
    assertItem("{\"type\":\"telegram\",\"id\":7,\"phone\":380971234567,\"message\":" + message + "}",
        failed("7", "Incorrect message"));
  }

  @ParameterizedTest
  @CsvSource({"12345,12345", "'\"0000\"',0000", "'\"12345678\"',12345678",
    "1234,1234"}) void edge3AMessageIsReadFromNumberOrString(String message, String code) {
    assertItem("{\"type\":\"telegram\",\"id\":7,\"phone\":380971234567,\"message\":" + message + "}",
        accepted("7", 0, 1));
    assertThat(engine.sends.getFirst().route().getFirst().text()).contains(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"59", "259201", "0", "-60", "60.0", "6e1", "\"60\"", "true",
    "99999999999999999999"}) void aLifetimeOutOfBoundsIsIncorrect(String lifetime) {
    assertItem(telegram("\"id\":7,\"telegram_lifetime\":" + lifetime), failed("7", "Incorrect lifetime"));
  }

  @ParameterizedTest
  @CsvSource({"60,60", "259200,259200", "null,172800"}) void aLifetimeIsKept(String lifetime, int seconds) {
    assertItem(telegram("\"id\":7,\"telegram_lifetime\":" + lifetime), accepted("7", 0, 1));
    assertThat(engine.sends.getFirst().lifetime()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"x\"", "\"ftp://example.org/\"", "\"http://\"", "5", "\"https:/one-slash\"",
    "\"https://user@example.org/\"", "\"https://exa mple.org/\"",
    "\"javascript:alert(1)\"", "\"https://10.0.0.1/\"", "\"https://localhost/\"",
    "\"https://example.org:22/\""}) void aHookThatIsNoUrlIsIncorrect(String hook) {
    assertItem(telegram("\"id\":7,\"hook\":" + hook), failed("7", "Incorrect hook"));
  }

  @Test void aHookIsAtMost2048Long() {
    String longest = "https://example.org/" + "x".repeat(2048 - 20);
    assertItem(telegram("\"id\":7,\"hook\":\"" + longest + "\""), accepted("7", 0, 1));
    assertItem(telegram("\"id\":7,\"hook\":\"" + longest + "x\""), failed("7", "Incorrect hook"));
  }

  @Test void ofTwoErrorsTheDocumentedOrderNamesTheFirst() {
    assertItem("{\"type\":\"telegram\",\"phone\":1,\"message\":1,\"telegram_lifetime\":1,\"hook\":1}",
        failed("null", "Wrong message ID"));
    assertItem("{\"type\":\"telegram\",\"id\":1,\"phone\":1,\"message\":1,\"telegram_lifetime\":1,\"hook\":1}",
        failed("1", "Incorrect recipient number"));
    assertItem(
        "{\"type\":\"telegram\",\"id\":1,\"phone\":380971234567,\"message\":1,\"telegram_lifetime\":1,\"hook\":1}",
        failed("1", "Incorrect message"));
    assertItem(
        "{\"type\":\"telegram\",\"id\":1,\"phone\":380971234567,\"message\":1234,\"telegram_lifetime\":1,\"hook\":1}",
        failed("1", "Incorrect lifetime"));
  }

  // edge cases that the protocol names

  @Test void edge1GoodBadAndGoodItemsAnswerInOrder() {
    assertThat(batch(telegram("\"id\":1") + ",{\"type\":\"telegram\",\"id\":\"two\"}," + telegram("\"id\":3")).body()
        .text()).isEqualTo("{\"success\":true,\"data\":[" + accepted("1", 0, 1) + ","
            + failed("\"two\"", "Incorrect recipient number") + "," + accepted("3", 1, 1) + "]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "\"i_1.2\"", "0", "-1", "1.0", "1e5", "\"\"", "\"ü€😀\"",
    "123456789012345678901234567890123456789012345678901234567890", "0.1000", "\"\\\"\\\\\"",
    "\"\\u0000\""}) void edge2IdsAreEchoedUnchanged(String id) {
    assertItem(telegram("\"id\":" + id), accepted(id, 0, 1));
    assertThat(engine.sends.getFirst().callerId().orElseThrow().jsonText()).isEqualTo(id);
  }

  @Test void anIdThatNoEventCouldCarryIsWrongAndEchoedAllTheSame() {
    String longest = "\"" + "x".repeat(510) + "\"";
    assertItem(telegram("\"id\":" + longest), accepted(longest, 0, 1));
    String tooLong = "\"" + "x".repeat(511) + "\"";
    assertItem(telegram("\"id\":" + tooLong), failed(tooLong, "Wrong message ID"));
  }

  @Test void edge4AByteOrderMarkIsSkipped() {
    assertThat(caller.call("batch", "\uFEFF" + request(DOCUMENTED)).body().text()).startsWith("{\"success\":true");
  }

  @Test void edge4AnotherEncodingThanUtf8IsRefused() {
    byte[] utf16 = request(DOCUMENTED).getBytes(StandardCharsets.UTF_16);
    assertRefused(caller.call("batch", utf16, Map.of()), "Incorrect document format");
    byte[] latin1 = request(telegram("\"id\":\"ü\"")).getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(caller.call("batch", latin1, Map.of()), "Incorrect document format");
  }

  @Test void edge5TheSameIdPhoneAndMessageAreOnePromise() {
    batch(telegram("\"id\":1") + "," + telegram("\"id\":1") + "," + telegram("\"id\":2")
        + ",{\"type\":\"telegram\",\"id\":1,\"phone\":380971234567,\"message\":\"654321\"}"
        + ",{\"type\":\"telegram\",\"id\":1,\"phone\":380971234568,\"message\":\"123456\"}");
    var promises = engine.sends.stream().map(order -> order.once().orElseThrow()).toList();
    assertThat(promises.get(0)).isEqualTo(promises.get(1));
    assertThat(promises.stream().map(once -> once.key()).distinct()).hasSize(4);
    assertThat(promises.getFirst().lifetime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(promises.getFirst().request()).isEqualTo(promises.getFirst().key());
  }

  @Test void edge6AHookThatNobodyListensToDelaysNothing() {
    assertItem(telegram("\"id\":7,\"hook\":\"https://nobody.example.org/\""), accepted("7", 0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\n", "\\r\\n", " ", "\\u0000", "\\t"}) void edge7AKeyWithSomethingBehindItIsDenied(
      String tail) {
    assertRefused(caller.call("batch", "{\"auth\":\"" + FakeCallers.KEY + tail + "\",\"data\":[" + DOCUMENTED + "]}"),
        "Access denied");
  }

  // neighbour types

  @Test void anSmsIsCountedInParts() {
    assertItem(sms("\"id\":7", "Hello"), accepted("7", 0, 1));
    assertItem(sms("\"id\":7", "x".repeat(161)), accepted("7", 1, 2));
    assertItem(sms("\"id\":7", "Ж".repeat(70)), accepted("7", 2, 1));
    assertItem(sms("\"id\":7", "Ж".repeat(71)), accepted("7", 3, 2));
    assertItem(sms("\"id\":7", "x".repeat(1531)), failed("7", "Incorrect message"));
  }

  @Test void anSmsWithoutAnIdIsAcceptedAndHasNoNameAndNoPromise() {
    assertItem(sms("\"x\":1", "Hello"), accepted("null", 0, 1));
    assertThat(engine.sends.getFirst().callerId()).isEmpty();
    assertThat(engine.sends.getFirst().once()).isEmpty();
  }

  @Test void anSmsNamesItsSender() {
    assertItem(sms("\"id\":7,\"sms_signature\":\"Acme Ltd\"", "Hello"), accepted("7", 0, 1));
    assertThat(engine.sends.getFirst().route().getFirst().sender()).contains("Acme Ltd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"TwelveLetter\"", "\"Акме\"", "true",
    "\"a\\nb\""}) void aSenderThatNoNetworkTakesIsAnError(String signature) {
    assertItem(sms("\"id\":7,\"sms_signature\":" + signature, "Hello"), failed("7", "Error in Alpha-name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\\u0000"}) void anSmsThatSaysNothingOrTakesThePlaceOfACodeIsIncorrect(String text) {
    assertItem(sms("\"id\":7", text), failed("7", "Incorrect message"));
  }

  @ParameterizedTest
  @CsvSource({"3599,false", "3600,true", "259200,true", "259201,false"}) void anSmsLivesAtLeastAnHour(String lifetime,
      boolean good) {
    assertItem(sms("\"id\":7,\"sms_lifetime\":" + lifetime, "Hello"),
        good ? accepted("7", 0, 1) : failed("7", "Incorrect lifetime"));
  }

  @Test void aPipelineIsTriedInItsOrder() {
    assertItem("{\"type\":\"pipeline\",\"pipeline\":[\"telegram\",\"sms\"],\"id\":7,\"phone\":\"380971234567\","
        + "\"telegram\":{\"message\":\"123456\"},\"sms\":{\"signature\":\"Acme\",\"message\":\"Code 123456\"},"
        + "\"viber\":{\"message\":\"ignored\"}}", accepted("7", 0, 1));
    assertThat(engine.sends.getFirst().route()).extracting(step -> step.channel() + ":" + step.text().orElseThrow())
        .containsExactly("telegram:123456", "sms:Code 123456");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "\"x\":1|Incorrect pipeline", "\"pipeline\":[]|Incorrect pipeline", "\"pipeline\":\"sms\"|Incorrect pipeline",
    "\"pipeline\":[1]|Incorrect pipeline", "\"pipeline\":[\"sms\"]|Incorrect pipeline",
    "\"pipeline\":[\"viber\"],\"viber\":{}|Unknown request type",
    "\"pipeline\":[\"telegram\",\"telegram\"],\"telegram\":{\"message\":\"1234\"}|Incorrect pipeline",
    "\"pipeline\":[\"telegram\"],\"telegram\":{\"message\":\"12\"}|Incorrect message",
    "\"pipeline\":[\"sms\"],\"sms\":{\"signature\":\"TwelveLetter\",\"message\":\"1234\"}|Error in Alpha-name"}) void aPipelineThatCannotBeTriedIsAnItemError(
        String rest, String error) {
    assertItem("{\"type\":\"pipeline\",\"id\":7,\"phone\":\"380971234567\"," + rest + "}", failed("7", error));
  }

  @Test void aBalanceIsTheAccountsOrPlenty() {
    assertItem("{\"type\":\"balance\"}", "{\"success\":true,\"data\":{\"amount\":1000000,\"currency\":\"UAH\"}}");
    var own = new DialectCaller(dialect(Map.of("alphasms.balance", "31.1683", "alphasms.currency", "EUR")));
    assertThat(own.call("batch", request("{\"type\":\"balance\"}")).body().text())
        .contains("{\"amount\":31.1683,\"currency\":\"EUR\"}");
  }

  private AlphasmsDialect dialect(Map<String, String> settings) {
    return new AlphasmsDialect(new FakeCallers(settings), new CallRates(0, () -> Instant.EPOCH),
        new TargetRules(Set.of(443), false), engine);
  }

  private Answer batch(String items) {
    return caller.call("batch", request(items));
  }

  private static String request(String items) {
    return "{\"auth\":\"" + FakeCallers.KEY + "\",\"data\":[" + items + "]}";
  }

  private static String telegram(String more) {
    return "{\"type\":\"telegram\",\"phone\":380971234567,\"message\":\"123456\"," + more + "}";
  }

  private static String sms(String more, String text) {
    return "{\"type\":\"sms\",\"phone\":380971234567,\"sms_message\":\"" + text + "\"," + more + "}";
  }

  private static String accepted(String id, int index, int parts) {
    return "{\"success\":true,\"data\":{\"id\":" + id + ",\"msg_id\":" + (FakeEngine.FIRST_ID + index)
        + ",\"data\":1,\"parts\":" + parts + "}}";
  }

  private static String failed(String id, String error) {
    return "{\"success\":false,\"error\":\"" + error + "\",\"data\":{\"id\":" + id + "}}";
  }

  private void assertItem(String item, String result) {
    Answer answer = batch(item);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"success\":true,\"data\":[" + result + "]}");
  }

  private static void assertRefused(Answer answer, String error) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"success\":false,\"error\":\"" + error + "\"}");
  }
}
