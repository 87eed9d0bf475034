package dev.otpstream.ingress.engagelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.DialectCaller;
import dev.otpstream.ingress.FakeEngine;
import dev.otpstream.ingress.MemoryStore;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.CallerHook;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Callers.Identity;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.templates.Templates;
import dev.otpstream.schemas.Template;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The dialect with an account that has a template, an engine that answers as told, and templates in memory. */
final class Fixture {
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  static final String DEV_KEY = "jiguangdev";
  static final String DEV_SECRET = "dev_secret";
  static final String ACCOUNT = "acc_1";
  static final String PHONE = "+8618701235678";
  /** Falls back from Telegram to SMS; the SMS has places of its own. */
  static final String TEMPLATE = """
      {"template_id":"test-template-1","description":"Test","send_channel_strategy":"telegram|sms",\
      "brand_name":"Acme","verify_code_config":{"verify_code_type":1,"verify_code_len":6,"verify_code_ttl":5},\
      "sms_config":{"template_type":2,"template_custom_config":{"custom_sub_type":"authentication",\
      "custom_content":"Hi {{key1}}, {{code}} from {{brand_name}}, {{ttl}} min, {{key2}}","custom_country_codes":"HK,PH"}}}""";
  static final CallerHook CALLBACK = new CallerHook("engagelab", "engagelab", "https://example.org/cb", List.of());
  final FakeEngine engine = new FakeEngine();
  final MemoryStore<Template> store = new MemoryStore<>();
  final Templates templates = new Templates(store);
  final DialectCaller caller;

  Fixture() {
    this(Map.of(), List.of());
  }

  Fixture(Map<String, String> settings, List<CallerHook> hooks) {
    var account = new Caller(ACCOUNT, "Shop", List.of("sms"), settings, hooks);
    Callers callers = (_, name, secret) -> switch (name + ":" + secret) {
      case DEV_KEY + ":" + DEV_SECRET, DEV_KEY + ":with:colon:" -> new Identity.Known(account);
      case DEV_KEY + ":disabled" -> new Identity.Disabled();
      case "another:" + DEV_SECRET -> new Identity.Known(new Caller("acc_2", "Other", List.of("sms"), Map.of()));
      default -> new Identity.Unknown();
    };
    caller = new DialectCaller(dialect(callers)).with(Call.AUTHORIZATION, basic(DEV_KEY, DEV_SECRET));
  }

  /** The dialect for some callers. */
  EngagelabDialect dialect(Callers callers) {
    return new EngagelabDialect(callers, new CallRates(0, () -> NOON), templates, engine, () -> NOON);
  }

  static String basic(String name, String secret) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  /** With the template. */
  Fixture withTemplate() {
    return withTemplate(TEMPLATE);
  }

  Fixture withTemplate(String json) {
    Answer answer = caller.call("create", json);
    assertThat(answer.body().text()).isEqualTo("{\"code\":0,\"message\":\"success\"}");
    return this;
  }

  Answer send(String body) {
    return caller.call("message", body);
  }

  /** A send to the phone by a template, with some more fields of the template object. */
  static String to(String template, String more) {
    return "{\"to\":\"" + PHONE + "\",\"template\":{\"id\":\"" + template + "\"" + more + "}}";
  }

  Answer of(String operation, String id) {
    return caller.call(operation, new byte[0], Map.of("id", id));
  }

  static void assertError(Answer answer, int status, int code) {
    assertThat(answer.status()).as(answer.body().text()).isEqualTo(status);
    assertThat(answer.body().text()).startsWith("{\"code\":" + code + ",\"message\":\"");
  }
}
