package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.engagelab.EngagelabDialect;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.ingress.templates.Templates;
import dev.otpstream.schemas.MessageText;
import dev.otpstream.schemas.VerifyOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the body, EngageLab's front gives a documented answer; a seed says which bodies. */
class AnyEngagelabRequestTest {
  private static final int REQUESTS = 2000;
  private static final List<String> SENDS = List.of("message", "code", "custom", "verify");
  private static final Set<Long> CODES = Set.of(3001L, 3002L, 3003L, 4001L, 5001L);
  private final FakeEngine engine = new FakeEngine()
      .onVerify(new VerifyReply.Judged(VerifyOutcome.WRONG_CODE, 1, Duration.ZERO));
  private final DialectCaller caller = new DialectCaller(new EngagelabDialect(new FakeCallers(),
      new CallRates(0, () -> Instant.EPOCH), new Templates(new MemoryStore<>()), engine, () -> Instant.EPOCH))
      .with(Call.AUTHORIZATION, "Basic " + Base64.getEncoder()
          .encodeToString(("any:" + FakeCallers.KEY).getBytes(StandardCharsets.UTF_8)));

  @BeforeEach void template() {
    assertThat(caller.call("create", Json.obj("template_id", Json.of("t")).with("send_channel_strategy",
        Json.of("telegram|sms")).with("verify_code_config", code()).with("sms_config", sms()).text()).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3}) void anyRequestIsAnswered(long seed) {
    var maker = new RequestMaker(seed, sends(new RequestMaker(seed + 100, template(seed))));
    int sent = 0;
    for (int i = 0; i < REQUESTS; i++) {
      String request = maker.object().text();
      for (String operation : SENDS) {
        Answer answer = caller.call(operation, request);
        assertDocumented(answer);
        if (answer.status() == 200) sent++;
        assertDocumented(caller.call(operation, maker.damaged(request)));
      }
    }
    assertThat(sent).as("the requests are not all nonsense").isGreaterThan(REQUESTS / 4);
    assertThat(engine.sends).allSatisfy(order -> assertThat(order.route()).isNotEmpty().allSatisfy(step -> {
      boolean ours = step.text().orElse("").indexOf(MessageText.CODE_PLACE) >= 0;
      if (ours) assertThat(order.code()).as("only a code of ours has a place").isPresent();
    }));
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5}) void anyTemplateIsAnsweredAndCanBeShownOnceItIsMade(long seed) {
    var maker = new RequestMaker(seed, templates());
    int made = 0;
    for (int i = 0; i < REQUESTS / 2; i++) {
      Json.Obj template = maker.object();
      Answer answer = caller.call("create", template.text());
      assertDocumented(answer);
      if (answer.status() == 200) {
        made++;
        String id = ((Json.Str) template.find("template_id").orElseThrow()).value();
        Answer shown = caller.call("show", new byte[0], Map.of("id", id));
        assertThat(reread(shown).find("template_id")).contains(Json.of(id));
        assertDocumented(caller.call("message",
            "{\"to\":\"+8618701235678\",\"template\":{\"id\":\"" + id + "\"}}"));
        assertThat(caller.call("delete", new byte[0], Map.of("id", id)).status()).isEqualTo(200);
      }
      assertDocumented(caller.call("create", maker.damaged(template.text())));
    }
    assertThat(made).as("the templates are not all nonsense").isPositive();
  }

  @Test void noiseIsAnswered() {
    var maker = new RequestMaker(6, Map.of());
    for (int i = 0; i < REQUESTS; i++) {
      byte[] noise = maker.noise();
      for (String operation : SENDS)
        assertDocumented(caller.call(operation, noise, Map.of()));
      assertDocumented(caller.call("create", noise, Map.of()));
    }
  }

  private static void assertDocumented(Answer answer) {
    Json.Obj body = reread(answer);
    if (answer.status() == 200) {
      assertThat(body.find("message_id").or(() -> body.find("code"))).isPresent();
    } else {
      assertThat(answer.status()).as(body.text()).isEqualTo(400);
      assertThat(((Json.Num) body.find("code").orElseThrow()).integer().orElseThrow()).isIn(CODES);
    }
  }

  private static Json.Obj reread(Answer answer) {
    return JsonReader.readObject(answer.body().text().getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static Map<String, List<Json>> sends(RequestMaker templates) {
    var fields = new LinkedHashMap<String, List<Json>>();
    fields.put("to", List.of(Json.of("+8618701235678"), Json.of("+86 187 0123 5678"), Json.of("a@example.org"),
        Json.list(List.of(Json.of("+8618701235678"), Json.of("+380971234567")))));
    var made = new java.util.ArrayList<Json>();
    for (int i = 0; i < 50; i++)
      made.add(templates.object());
    fields.put("template", made);
    fields.put("code", List.of(Json.of("4711"), Json.of("ab")));
    fields.put("message_id", List.of(Json.of("1024"), Json.of("1725407449772531712")));
    fields.put("verify_code", List.of(Json.of("667090")));
    return fields;
  }

  private static Map<String, List<Json>> template(long seed) {
    var params = new RequestMaker(seed, Map.of("code", List.of(Json.of("1234")), "key1",
        List.of(Json.of("{{code}}"), Json.of("Bob")), "from_id", List.of(Json.of("12345"), Json.nothing())));
    var fields = new LinkedHashMap<String, List<Json>>();
    fields.put("id", List.of(Json.of("t")));
    fields.put("language", List.of(Json.of("default"), Json.of("en"), Json.of("")));
    fields.put("params", List.of(params.object(), params.object(), params.object()));
    fields.put("param_vars", List.of(Json.nothing(), params.object()));
    return fields;
  }

  private static Map<String, List<Json>> templates() {
    var fields = new LinkedHashMap<String, List<Json>>();
    fields.put("template_id", List.of(Json.of("x"), Json.of("y-1_Z")));
    fields.put("description", List.of(Json.of("Test"), Json.nothing()));
    fields.put("send_channel_strategy", List.of(Json.of("sms"), Json.of("telegram|sms"), Json.of("max|sms"),
        Json.of("whatsapp|sms"), Json.of("sms|sms")));
    fields.put("brand_name", List.of(Json.of("Acme"), Json.of("")));
    fields.put("verify_code_config", List.of(code(), Json.nothing()));
    fields.put("sms_config", List.of(sms(), Json.obj("template_type", Json.of(1)), Json.obj("template_type",
        Json.of(2))));
    fields.put("max_config", List.of(Json.obj("template_type", Json.of(1)), Json.nothing()));
    fields.put("email_config", List.of(Json.obj("template_name", Json.of("x")), Json.nothing()));
    return fields;
  }

  private static Json code() {
    return Json.obj("verify_code_type", Json.of(1), "verify_code_len", Json.of(6), "verify_code_ttl", Json.of(5));
  }

  private static Json sms() {
    return Json.obj("template_type", Json.of(2), "template_custom_config", Json.obj("custom_sub_type",
        Json.of("authentication"), "custom_content", Json.of("Hi {{key1}}, {{code}} {{x}}")));
  }
}
