package dev.otpstream.ingress.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.FakeCallers;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.StatusType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SendTest {
  private static final String OTHER = "+380971234567";
  private final KaleyraCaller caller = new KaleyraCaller();

  @Test void theAnswerIsTheDocumentedOneKeyByKey() {
    Answer answer = caller.send(KaleyraCaller.sample());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"id\":\"" + KaleyraCaller.ID + "\",\"sender\":\"KLRHXA\","
        + "\"type\":\"OTP\",\"body\":\"Hello! Your OTP is 1234.\",\"createdDateTime\":\"2019-11-04 10:42:23+00:00\","
        + "\"totalCount\":1,\"data\":[{\"message_id\":\"" + KaleyraCaller.ID
        + ":1\",\"recipient\":\"12025550123\"}],\"dlrurl\":null,\"error\":{}}");
  }

  @Test void theTemplateIdStandsBehindTheTypeAsAString() {
    String answer = caller.sendWith("template_id", "1207162376995270012").body().text();
    assertThat(answer).contains("\"type\":\"OTP\",\"template_id\":\"1207162376995270012\",\"body\":");
  }

  @Test void theOrderCarriesTheTextOverSmsUnderTheIdThatTheCallerGets() {
    caller.send(KaleyraCaller.sample());
    SendOrder order = caller.engine.sends.getFirst();
    assertThat(order.recipient().address()).isEqualTo("+12025550123");
    assertThat(order.code()).isEmpty();
    assertThat(order.route()).singleElement().satisfies(step -> {
      assertThat(step.channel()).isEqualTo("sms");
      assertThat(step.text()).contains("Hello! Your OTP is 1234.");
      assertThat(step.sender()).contains("KLRHXA");
    });
    assertThat(order.lifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(order.callerId().orElseThrow().front()).isEqualTo("kaleyra");
    assertThat(order.callerId().orElseThrow().jsonText()).isEqualTo("\"" + KaleyraCaller.ID + ":1\"");
    assertThat(order.hooks()).isEmpty();
    assertThat(order.once()).as("no idempotency is documented").isEmpty();
    assertThat(caller.engine.accounts).containsExactly(FakeCallers.ACCOUNT);
  }

  @Test void aRepeatedRequestIsASecondMessage() {
    caller.send(KaleyraCaller.sample());
    caller.send(KaleyraCaller.sample());
    assertThat(caller.engine.sends).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"to=%2B12025550123", "to=+12025550123", "to=12025550123", "to=1%20202-555-0123",
    "to=%2B12025550123,", "to=;+12025550123"}) void everyWayToWriteANumberReachesTheSameRecipient(String to) {
    Answer answer = caller.post("send", KaleyraCaller.FORM, to + "&type=OTP&sender=KLRHXA&body=1234");
    assertThat(answer.body().text()).contains("\"recipient\":\"12025550123\"");
    assertThat(caller.engine.sends).singleElement()
        .satisfies(order -> assertThat(order.recipient().address()).isEqualTo("+12025550123"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"to=12025550123&to=380971234567", "to=12025550123,380971234567",
    "to=12025550123;380971234567", "to=12025550123,12025550123",
    "to=x,y"}) void anOtpToSeveralNumbersIsTheDocumentedE404(
        String to) {
    Answer answer = caller.post("send", KaleyraCaller.FORM, to + "&type=OTP&sender=KLRHXA&body=1234");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().text())
        .isEqualTo("{\"code\":\"E404\",\"message\":\"If Type is OTP then only one mobile number is allowed.\","
            + "\"error\":{\"time\":\"If Type is OTP then only one mobile number is allowed.\"}}");
    assertThat(caller.engine.sends).isEmpty();
  }

  @Test void aListIsOneMessageForEachRecipient() {
    var fields = KaleyraCaller.sample();
    fields.put("type", "TXN");
    fields.put("to", "+12025550123, 12025550123,nobody;" + OTHER);
    String answer = caller.send(fields).body().text();
    assertThat(answer).contains("\"totalCount\":2,\"data\":[{\"message_id\":\"" + KaleyraCaller.ID
        + ":1\",\"recipient\":\"12025550123\"},{\"message_id\":\"" + KaleyraCaller.ID
        + ":2\",\"recipient\":\"380971234567\"}]");
    assertThat(caller.engine.sends).extracting(order -> order.recipient().address()).containsExactly("+12025550123",
        OTHER);
    assertThat(caller.engine.sends).extracting(order -> order.callerId().orElseThrow().jsonText())
        .containsExactly("\"" + KaleyraCaller.ID + ":1\"", "\"" + KaleyraCaller.ID + ":2\"");
    assertThat(caller.engine.sends).allSatisfy(order -> assertThat(order.lifetime()).isEqualTo(Duration.ofDays(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TXN", "MKT", "DEFAULT"}) void aListIsAtMostAHundred(String type) {
    assertThat(list(type, 100).status()).isEqualTo(200);
    assertThat(list(type, 101).body().text()).isEqualTo("{\"code\":\"E405\",\"message\":\"If Type is " + type
        + " then mobile numbers should not be more than 100\",\"error\":{\"to\":\"If Type is " + type
        + " then mobile numbers should not be more than 100\"}}");
  }

  @ParameterizedTest
  @CsvSource(nullValues = "null", delimiter = '|', value = {"type|null|E611|Type is required",
    "type|''|E611|Type is required", "type|otp|E615|Type has to be either TXN, MKT or OTP",
    "type|VOICE|E615|Type has to be either TXN, MKT or OTP", "to|null|E600|To field has to be filled",
    "to|''|E600|To field has to be filled", "to|' , '|E600|To field has to be filled",
    "to|12345|E406|No Valid mobile numbers found", "to|+1XXXXXXXXXX|E406|No Valid mobile numbers found",
    "sender|null|E602|Sender-Id is required", "sender|''|E616|Sender field has to be filled",
    "sender|' '|E616|Sender field has to be filled", "sender|NAMETHATISLONG|E619|Invalid Sender ID Pattern",
    "sender|Köln|E619|Invalid Sender ID Pattern", "body|null|E618|Body field has to be filled",
    "body|''|E601|Body cannot be left empty", "body|'  '|E601|Body cannot be left empty",
    "template_id|'1 2'|E413|Invalid inputs, Validation error",
    "callback|ftp://x.example|E413|Invalid inputs, Validation error",
    "callback_profile_id|none|E413|Invalid inputs, Validation error",
    "unicode|2|E604|Unicode should contain only 0, 1 or AUTO", "flash|2|E606|Flash should contain only 1 or 0",
    "ref|a-b|E608|ref should contain only alpha numerics", "ref1|' x'|E609|ref1 should contain only alpha numerics",
    "ref2|ü|E610|ref2 should contain only alpha numerics", "source|a b|E413|Invalid inputs, Validation error",
    "time|2030-01-01 12:00:00|E402|Messages cannot be scheduled"}) void eachFieldHasItsDocumentedError(String field,
        String value, String code, String message) {
    Answer answer = caller.sendWith(field, value);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().text()).isEqualTo("{\"code\":\"" + code + "\",\"message\":\"" + message
        + "\",\"error\":{\"" + field + "\":\"" + message + "\"}}");
    assertThat(caller.engine.sends).isEmpty();
  }

  @Test void theChecksHaveAnOrder() {
    var fields = new java.util.LinkedHashMap<>(Map.of("time", "x"));
    String[][] steps = {{"E611", "type", "OTP"}, {"E600", "to", "12025550123,12025550124"},
      {"E404", "to", "12025550123"}, {"E602", "sender", "KLRHXA"}, {"E618", "body", "1234"}, {"E402", "time", ""}};
    caller.with(Call.API_KEY, null);
    assertThat(caller.send(fields).status()).isEqualTo(401);
    caller.with(Call.API_KEY, FakeCallers.KEY);
    for (String[] step : steps) {
      assertThat(caller.send(fields).body().text()).startsWith("{\"code\":\"" + step[0] + "\"");
      fields.put(step[1], step[2]);
    }
    assertThat(caller.send(fields).status()).isEqualTo(200);
  }

  @Test void aTextOfTenSegmentsIsSentAndALongerOneIsE401() {
    assertThat(caller.sendWith("body", "x".repeat(1530)).status()).isEqualTo(200);
    assertThat(caller.sendWith("body", "x".repeat(1531)).body().text()).startsWith("{\"code\":\"E401\"");
    assertThat(caller.sendWith("body", "х".repeat(670)).body().text()).contains("\"totalCount\":1");
    assertThat(caller.sendWith("body", "х".repeat(671)).body().text()).startsWith("{\"code\":\"E401\"");
    assertThat(caller.sendWith("body", "х".repeat(1000)).body().text()).startsWith("{\"code\":\"E401\"");
    assertThat(caller.sendWith("body", "x".repeat(1 << 20)).body().text()).startsWith("{\"code\":\"E401\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {" Dear Customer, 1234", "a\r\nb\tc ", "Код 1234 😀", "100% &=+?#", "{{code}} {id} <x>",
    "\"\\/",
    "\u2028\u0001"}) void aTextIsSentAndEchoedVerbatim(String text) throws Exception {
    String answer = caller.sendWith("body", text).body().text();
    assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readTree(answer).get("body").asText()).isEqualTo(text);
    assertThat(caller.engine.sends.getFirst().route().getFirst().text()).contains(text);
  }

  @Test void aTextThatHoldsOurPlaceForCodesIsE413() {
    assertThat(caller.sendWith("body", "a\u0000b").body().text()).startsWith("{\"code\":\"E413\"");
  }

  @ParameterizedTest
  @CsvSource({"unicode,AUTO", "unicode,auto", "unicode,0", "unicode,1", "flash,0", "flash,1", "ref,a1", "ref1,b2",
    "ref2,c3", "source,WEB", "ref_custom,d4", "prefix,1", "time,''", "callback,''",
    "whatever,x"}) void whatChangesNothingIsTaken(
        String field, String value) {
    assertThat(caller.sendWith(field, value).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"callback,https://webhook.example.org/89b43b12", "dlrurl,http://example.org/dlr?x=1",
    "callback,https://example.org/{status}?id={id}&to={recipient}&at={timestamp}"}) void aCallbackHearsOfWhatMarksDelivery(
        String field, String url) {
    Answer answer = caller.sendWith(field, url);
    assertThat(answer.body().text()).contains("\"dlrurl\":null");
    HookOrder hook = caller.engine.sends.getFirst().hooks().getFirst();
    assertThat(hook.format()).isEqualTo("kaleyra");
    assertThat(hook.url()).isEqualTo(url);
    assertThat(hook.endpoint()).isEmpty();
    assertThat(hook.notes()).isEqualTo(Map.of("message_id", KaleyraCaller.ID + ":1"));
    assertThat(hook.events()).containsExactly(StatusType.SENT, StatusType.DELIVERED, StatusType.EXPIRED,
        StatusType.UNDELIVERABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:secret@example.org/", "http://127.0.0.1/", "http://127.1/", "http://[::1]/",
    "http://10.0.0.1/", "http://192.168.1.1/x", "http://169.254.169.254/latest", "http://localhost/",
    "http://0x7f000001/", "http://[::ffff:10.0.0.1]/", "https://{recipient}.example.org/", "https://example.org/{code}",
    "<https://example.org/x", "example.org/x", "file:///etc/passwd",
    "https://"}) void aCallbackThatLeadsInsideOrNowhereIsE413(
        String url) {
    assertThat(caller.sendWith("callback", url).body().text())
        .isEqualTo("{\"code\":\"E413\",\"message\":\"Invalid inputs, Validation error\","
            + "\"error\":{\"callback\":\"Invalid inputs, Validation error\"}}");
    assertThat(caller.engine.sends).isEmpty();
  }

  @Test void aProfileIsAnUrlOfTheAccountAndTheRequestsOwnGoesBeforeIt() {
    var mine = new KaleyraCaller(Map.of("kaleyra.profile.42.url", "https://example.org/profile"));
    mine.sendWith("callback_profile_id", "42");
    assertThat(mine.engine.sends.getFirst().hooks().getFirst().url()).isEqualTo("https://example.org/profile");
    var fields = KaleyraCaller.sample();
    fields.put("callback_profile_id", "42");
    fields.put("callback", "https://example.org/own");
    mine.send(fields);
    assertThat(mine.engine.sends.getLast().hooks().getFirst().url()).isEqualTo("https://example.org/own");
    assertThat(mine.sendWith("callback_profile_id", "43").body().text()).contains("\"callback_profile_id\":");
  }

  @Test void jsonAndMultipartSayTheSame() {
    String form = caller.send(KaleyraCaller.sample()).body().text();
    String json = "{\"to\":\"+12025550123\",\"type\":\"OTP\",\"sender\":\"KLRHXA\","
        + "\"body\":\"Hello! Your OTP is 1234.\",\"callback\":null}";
    assertThat(caller.post("send", "application/json; charset=utf-8", json).body().text()).isEqualTo(form);
    String parts = KaleyraCaller.sample().entrySet().stream()
        .map(field -> "--b\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n"
            + field.getValue() + "\r\n")
        .collect(Collectors.joining()) + "--b--\r\n";
    assertThat(caller.post("send", "multipart/form-data; boundary=b", parts).body().text()).isEqualTo(form);
    assertThat(caller.post("send", null, KaleyraCaller.encoded(KaleyraCaller.sample())).body().text()).isEqualTo(form);
    assertThat(caller.post("send_sms", KaleyraCaller.FORM, KaleyraCaller.encoded(KaleyraCaller.sample())).body()
        .text()).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"12025550123|1", "[\"12025550123\"]|1",
    "[12025550123,\"+380971234567\"]|2"}) void jsonWritesNumbersAsItLikes(
        String to, int count) {
    Answer answer = caller.post("send", "application/json",
        "{\"to\":" + to + ",\"type\":\"TXN\",\"sender\":\"KLRHXA\",\"body\":\"1234\"}");
    assertThat(answer.body().text()).contains("\"totalCount\":" + count + ",");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"application/json", "multipart/form-data; boundary=b", "multipart/form-data", "text/plain",
    "application/x-www-form-urlencoded"}) void aBodyThatIsNotWhatItSaysIsRefused(String type) {
    byte[] noise = "to=\u00ff&{".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(caller.post("send", type, noise).body().text())
        .isEqualTo("{\"code\":\"E413\",\"message\":\"Invalid inputs, Validation error\","
            + "\"error\":{\"body\":\"Invalid inputs, Validation error\"}}");
  }

  @Test void aFormThatSaysItIsJsonIsE413AndJsonThatSaysItIsAFormHasNoType() {
    String form = KaleyraCaller.encoded(KaleyraCaller.sample());
    assertThat(caller.post("send", "application/json", form).body().text()).startsWith("{\"code\":\"E413\"");
    assertThat(caller.post("send", KaleyraCaller.FORM, "{\"type\":\"OTP\"}").body().text())
        .startsWith("{\"code\":\"E611\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "sender", "body", "callback"}) void aFieldThatStandsThereTwiceIsE413(String field) {
    String twice = KaleyraCaller.encoded(KaleyraCaller.sample()) + "&callback=https://example.org/&" + field + "=x";
    assertThat(caller.post("send", KaleyraCaller.FORM, twice).body().text())
        .isEqualTo("{\"code\":\"E413\",\"message\":\"Invalid inputs, Validation error\",\"error\":{\"" + field
            + "\":\"Invalid inputs, Validation error\"}}");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"wrong", FakeCallers.DISABLED_KEY}) void withoutTheKeyNobodyIsLetIn(String key) {
    caller.with(Call.API_KEY, key);
    for (Answer answer : List.of(caller.send(Map.of()), caller.get("status", "message_ids=x"),
        caller.post("verify", "application/json", "{}"))) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body().text()).isEqualTo("{\"code\":\"UNAUTHORIZED\",\"message\":\"Invalid api-key\","
          + "\"error\":{\"api-key\":\"Invalid api-key\"}}");
    }
  }

  @Test void aSilentEngineIs503AndNothingWasSent() {
    caller.engine.onSend(_ -> new EngineAway());
    Answer answer = caller.send(KaleyraCaller.sample());
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("Retry-After", "1");
    assertThat(answer.body().text()).startsWith("{\"code\":\"E403\"").endsWith("\"error\":{}}");
  }

  @Test void ofAListTheAnswerNamesThoseThatWereAccepted() {
    caller.engine.onSend(order -> order.recipient().address().equals(OTHER)
        ? caller.engine.accepted()
        : new EngineAway());
    var fields = KaleyraCaller.sample();
    fields.put("type", "MKT");
    fields.put("to", "12025550123," + OTHER);
    assertThat(caller.send(fields).body().text()).contains("\"totalCount\":1,\"data\":[{\"message_id\":\""
        + KaleyraCaller.ID + ":2\",\"recipient\":\"380971234567\"}]");
  }

  @Test void aRefusalOfTheEngineIs429() {
    caller.engine.onSend(_ -> new SendReply.Refused(Refusal.COOL_DOWN, Duration.ofMillis(2500)));
    Answer answer = caller.send(KaleyraCaller.sample());
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers()).containsEntry("Retry-After", "3");
  }

  @Test void anAccountOverItsRateIs429() {
    var limited = new KaleyraCaller(Map.of("calls_per_minute", "1"));
    assertThat(limited.send(KaleyraCaller.sample()).status()).isEqualTo(200);
    Answer answer = limited.send(KaleyraCaller.sample());
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers()).containsKey("Retry-After");
    assertThat(limited.engine.sends).hasSize(1);
  }

  private Answer list(String type, int count) {
    var fields = KaleyraCaller.sample();
    fields.put("type", type);
    fields.put("to", IntStream.range(0, count).mapToObj(i -> "38097123" + (4000 + i)).collect(Collectors.joining(",")));
    return caller.send(fields);
  }
}
