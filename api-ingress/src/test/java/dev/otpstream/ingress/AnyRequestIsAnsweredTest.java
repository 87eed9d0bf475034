package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.alphasms.AlphasmsDialect;
import dev.otpstream.ingress.engine.CancelReply;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.ingress.zapnoty.TestProject;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.VerifyOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the body, the answer is a documented one; a seed says which bodies. */
class AnyRequestIsAnsweredTest {
  private static final int REQUESTS = 3000;
  private static final Set<String> ITEM_ERRORS = Set.of("Incorrect message format", "Unknown request type",
      "Wrong message ID", "Incorrect recipient number", "Incorrect message", "Incorrect lifetime", "Incorrect hook",
      "Error in Alpha-name", "Incorrect pipeline");
  private static final Set<String> REQUEST_ERRORS = Set.of("Wrong content type", "Incorrect document format",
      "Access denied", "Too many messages");
  private static final Set<String> CODES = Set.of("validation_failed", "mutually_exclusive_identifiers",
      "subscriber_not_found", "not_found");
  private static final List<Json> IDS = List.of(Json.of(100500), new Json.Num("9223372036854775807"), Json.of("i_1.2"),
      Json.of(0), new Json.Num("1.0"), Json.of("ü\"\\\u0001"));
  private final FakeEngine engine = new FakeEngine()
      .onVerify(new VerifyReply.Judged(VerifyOutcome.WRONG_CODE, 1, Duration.ZERO))
      .onCancel(new CancelReply.Unknown());
  private final DialectCaller alphasms = new DialectCaller(
      new AlphasmsDialect(new FakeCallers(), rates(), new TargetRules(Set.of(443), false), engine));
  private final DialectCaller zapnoty = new DialectCaller(
      TestProject.dialect(new FakeCallers(), engine))
      .with(Call.AUTHORIZATION, "Bearer " + FakeCallers.KEY);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3}) void anyBatchIsAnsweredItemByItemWithItsIds(long seed) {
    var maker = new RequestMaker(seed, items());
    for (int i = 0; i < REQUESTS; i++) {
      List<Json> items = maker.objects(5);
      Json request = Json.obj("auth", Json.of(FakeCallers.KEY), "data", Json.list(items));
      Answer answer = alphasms.call("batch", request.text());
      assertThat(answer.status()).isEqualTo(200);
      List<Json> results = ((Json.Arr) reread(answer).find("data").orElseThrow()).items();
      assertThat(results).hasSameSizeAs(items);
      for (int n = 0; n < items.size(); n++)
        assertResult(items.get(n), (Json.Obj) results.get(n));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5}) void anyDamagedBatchIsAnswered(long seed) {
    var maker = new RequestMaker(seed, items());
    for (int i = 0; i < REQUESTS; i++) {
      Json request = Json.obj("auth", Json.of(FakeCallers.KEY), "data", Json.list(maker.objects(3)));
      Answer answer = alphasms.call("batch", maker.damaged(request.text()));
      assertThat(answer.status()).isEqualTo(200);
      if (reread(answer).find("error").orElse(null) instanceof Json.Str(String error))
        assertThat(error).isIn(REQUEST_ERRORS);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7}) void anyNativeRequestIsAnswered(long seed) {
    var maker = new RequestMaker(seed, fields());
    for (int i = 0; i < REQUESTS; i++) {
      String request = maker.object().text();
      for (String operation : new String[]{"send", "verify", "cancel"}) {
        assertDocumented(zapnoty.call(operation, request));
        assertDocumented(zapnoty.call(operation, maker.damaged(request)));
      }
    }
  }

  @Test void noiseIsAnswered() {
    var maker = new RequestMaker(8, Map.of());
    for (int i = 0; i < REQUESTS; i++) {
      byte[] noise = maker.noise();
      assertThat(alphasms.call("batch", noise, Map.of()).status()).isEqualTo(200);
      assertDocumented(zapnoty.call("send", noise, Map.of()));
    }
  }

  private static void assertResult(Json item, Json.Obj result) {
    Json id = item instanceof Json.Obj object ? object.find("id").orElse(Json.nothing()) : Json.nothing();
    boolean echoed = id instanceof Json.Num || id instanceof Json.Str;
    Json.Obj data = (Json.Obj) result.find("data").orElseThrow();
    if (data.find("amount").isEmpty())
      assertThat(data.fields().get("id").text()).isEqualTo(echoed ? id.text() : "null");
    if (result.find("error").orElse(null) instanceof Json.Str(String error)) assertThat(error).isIn(ITEM_ERRORS);
    else
      assertThat(result.find("success")).contains(Json.of(true));
  }

  private static void assertDocumented(Answer answer) {
    Json.Obj body = reread(answer);
    if (answer.status() == 200) {
      assertThat(body.find("sent").or(() -> body.find("verified"))).isPresent();
    } else {
      assertThat(answer.status()).isIn(400, 404);
      assertThat(((Json.Str) body.find("code").orElseThrow()).value()).isIn(CODES);
    }
  }

  private static Json.Obj reread(Answer answer) {
    return JsonReader.readObject(answer.body().text().getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static CallRates rates() {
    return new CallRates(0, () -> Instant.EPOCH);
  }

  private static Map<String, List<Json>> items() {
    var fields = new LinkedHashMap<String, List<Json>>();
    fields.put("type", List.of(Json.of("telegram"), Json.of("sms"), Json.of("pipeline"), Json.of("status"),
        Json.of("balance"), Json.of("viber")));
    fields.put("id", IDS);
    fields.put("phone", List.of(Json.of(380971234567L), Json.of("+380 97 123-45-67")));
    fields.put("message", List.of(Json.of("123456"), Json.of(1234)));
    fields.put("sms_message", List.of(Json.of("Code 1234"), Json.of("Код 1234")));
    fields.put("sms_signature", List.of(Json.of("Acme"), Json.nothing()));
    fields.put("telegram_lifetime", List.of(Json.of(60), Json.nothing()));
    fields.put("sms_lifetime", List.of(Json.of(3600), Json.nothing()));
    fields.put("pipeline", List.of(Json.list(List.of(Json.of("telegram"), Json.of("sms")))));
    fields.put("telegram", List.of(Json.obj("message", Json.of("123456"))));
    fields.put("sms", List.of(Json.obj("message", Json.of("Code 123456"))));
    fields.put("hook", List.of(Json.of("https://example.org/h"), Json.nothing()));
    return fields;
  }

  private static Map<String, List<Json>> fields() {
    var fields = new LinkedHashMap<String, List<Json>>();
    fields.put("phone", List.of(Json.of("380971234567"), Json.of("+380971234567")));
    fields.put("subscriber_id", List.of(Json.nothing(), Json.of("550e8400-e29b-41d4-a716-446655440000")));
    fields.put("message_id", List.of(Json.nothing(), Json.of("1024")));
    fields.put("code", List.of(Json.of("482916")));
    fields.put("purpose", List.of(Json.of("login"), Json.nothing()));
    fields.put("ttl_minutes", List.of(Json.of(5), Json.nothing()));
    fields.put("max_attempts", List.of(Json.of(3)));
    fields.put("code_length", List.of(Json.of(6)));
    fields.put("channels", List.of(Json.list(List.of(Json.of("sms")))));
    fields.put("hook", List.of(Json.of("https://example.org/h"), Json.nothing()));
    fields.put("text", List.of(Json.of("{{code}}"), Json.nothing()));
    return fields;
  }
}
