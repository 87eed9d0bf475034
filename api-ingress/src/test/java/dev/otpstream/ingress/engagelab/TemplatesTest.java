package dev.otpstream.ingress.engagelab;

import static dev.otpstream.ingress.engagelab.Fixture.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.Json.Obj;
import dev.otpstream.ingress.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/template-configs}. */
class TemplatesTest {
  private final Fixture fixture = new Fixture();

  @Test void aTemplateIsMadeShownListedAndDeleted() {
    fixture.withTemplate();
    assertThat(fixture.of("show", "test-template-1").body().text()).isEqualTo("""
        {"template_id":"test-template-1","description":"Test","send_channel_strategy":"telegram|sms",\
        "brand_name":"Acme","verify_code_config":{"verify_code_type":1,"verify_code_len":6,"verify_code_ttl":5},\
        "sms_config":{"template_type":2,"template_custom_config":{"custom_sub_type":"authentication",\
        "custom_content":"Hi {{key1}}, {{code}} from {{brand_name}}, {{ttl}} min, {{key2}}",\
        "custom_country_codes":"HK,PH"},"template_parts":1},\
        "created_time":1767355200,"status":2,"audit_remark":""}""");
    assertThat(fixture.of("list", "").body().text()).isEqualTo("""
        [{"template_id":"test-template-1","description":"Test","send_channel_strategy":"telegram|sms",\
        "brand_name":"Acme","verify_code_config":{"verify_code_type":1,"verify_code_len":6,"verify_code_ttl":5},\
        "sms_config":{"template_type":2},"created_time":1767355200,"status":2,"audit_remark":""}]""");
    assertThat(fixture.of("delete", "test-template-1").body().text()).isEqualTo("{\"code\":0,\"message\":\"success\"}");
    assertThat(fixture.of("list", "").body().text()).isEqualTo("[]");
    assertThat(fixture.store.all()).isEmpty();
  }

  @Test void aTemplateSaysHowLongItsCodeMayStayUnverified() {
    fixture.withTemplate(with("verify_timeouts", "{\"telegram\":20}"));
    assertThat(fixture.of("show", "test-template-1").body().text()).contains("\"verify_timeouts\":{\"telegram\":20}");
    assertThat(fixture.store.all().getFirst().getSettings()).containsEntry("verify_timeout.telegram", "20");
  }

  @Test void whatIsNotThereIsSaidToBeMissing() {
    for (String operation : List.of("show", "delete")) {
      Answer answer = fixture.of(operation, "nobody");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body().text()).isEqualTo("{\"code\":4001,\"message\":\"config not exist\"}");
    }
  }

  @Test void anIdIsTakenOnceInAnAccount() {
    fixture.withTemplate();
    assertError(fixture.caller.call("create", Fixture.TEMPLATE), 400, 3003);
    fixture.caller.with(Call.AUTHORIZATION, Fixture.basic("another", Fixture.DEV_SECRET));
    assertThat(fixture.of("list", "").body().text()).isEqualTo("[]");
    assertError(fixture.of("show", "test-template-1"), 400, 4001);
    fixture.withTemplate();
    assertThat(fixture.store.all()).hasSize(2);
  }

  @Test void thousandTemplatesAreEnough() {
    for (int i = 0; i < 1000; i++)
      fixture.withTemplate(with("template_id", "\"t" + i + "\""));
    assertError(fixture.caller.call("create", Fixture.TEMPLATE), 400, 3003);
  }

  @Test void aTopicThatDoesNotAnswerIs503() {
    fixture.withTemplate();
    fixture.store.away = true;
    assertError(fixture.caller.call("create", with("template_id", "\"other\"")), 503, 1000);
    assertError(fixture.of("delete", "test-template-1"), 503, 1000);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
    "template_id~null~3002", "verify_timeouts~{\"telegram\":4}~3002", "verify_timeouts~[]~3002",
    "template_id~\"\"~3002", "template_id~5~3002", "template_id~\"a b\"~3002",
    "template_id~\"a/b\"~3002", "send_channel_strategy~null~3002", "send_channel_strategy~\"\"~3002",
    "send_channel_strategy~\"pigeon\"~3002", "send_channel_strategy~\"sms|sms\"~3002",
    "send_channel_strategy~\"sms|\"~3002", "send_channel_strategy~\"sms,telegram\"~3002",
    "send_channel_strategy~\"telegram|max|sms|voice\"~3002", "send_channel_strategy~[\"sms\"]~3002",
    "send_channel_strategy~\"whatsapp\"~3003", "send_channel_strategy~\"whatsapp|sms\"~3003",
    "send_channel_strategy~\"sms|voice\"~3003", "send_channel_strategy~\"email\"~3003",
    "description~5~3002", "brand_name~\"A\"~3002", "brand_name~\"ABCDEFGHIJK\"~3002", "brand_name~\"A\\u0000\"~3002",
    "verify_code_config~null~3003", "verify_code_config~5~3002", "verify_code_config~{}~3002",
    "verify_code_config~{\"verify_code_type\":0,\"verify_code_len\":6,\"verify_code_ttl\":5}~3002",
    "verify_code_config~{\"verify_code_type\":8,\"verify_code_len\":6,\"verify_code_ttl\":5}~3002",
    "verify_code_config~{\"verify_code_type\":\"1\",\"verify_code_len\":6,\"verify_code_ttl\":5}~3002",
    "verify_code_config~{\"verify_code_type\":1,\"verify_code_len\":3,\"verify_code_ttl\":5}~3002",
    "verify_code_config~{\"verify_code_type\":1,\"verify_code_len\":11,\"verify_code_ttl\":5}~3002",
    "verify_code_config~{\"verify_code_type\":1,\"verify_code_len\":6,\"verify_code_ttl\":0}~3002",
    "verify_code_config~{\"verify_code_type\":1,\"verify_code_len\":6,\"verify_code_ttl\":11}~3002",
    "verify_code_config~{\"verify_code_type\":2,\"verify_code_len\":6,\"verify_code_ttl\":5}~3003",
    "verify_code_config~{\"verify_code_type\":1,\"verify_code_len\":9,\"verify_code_ttl\":5}~3003",
    "sms_config~null~3003", "sms_config~5~3002", "sms_config~{}~3002", "sms_config~{\"template_type\":3}~3002",
    "sms_config~{\"template_type\":1,\"template_default_config\":{\"contain_expire\":1}}~3002",
    "sms_config~{\"template_type\":1,\"from_id\":\"no such sender\"}~3002",
    "sms_config~{\"template_type\":2}~3002", "sms_config~{\"template_type\":2,\"template_custom_config\":{}}~3002",
    "sms_config~{\"template_type\":2,\"template_custom_config\":{\"custom_sub_type\":\"x\",\"custom_content\":\"x\"}}~3002",
    "sms_config~{\"template_type\":2,\"template_custom_config\":{\"custom_sub_type\":\"utility\",\"custom_content\":\"\"}}~3002",
    "sms_config~{\"template_type\":2,\"template_custom_config\":{\"custom_sub_type\":\"utility\",\"custom_content\":\"x\",\"custom_country_codes\":\"hk\"}}~3002",
    "sms_config~{\"template_type\":2,\"template_custom_config\":{\"custom_sub_type\":\"utility\",\"custom_content\":\"x\",\"custom_contents\":{\"\":\"y\"}}}~3002",
    "sms_config~{\"template_type\":2,\"template_custom_config\":{\"custom_sub_type\":\"authentication\",\"custom_content\":\"no place\"}}~3003",
    "telegram_config~{\"template_type\":2}~3002", "whatsapp_config~{\"template_type\":2}~3002",
    "email_config~[]~3002"}) void aTemplateThatCannotBeSentIsNotMade(String field, String value, int code) {
    assertError(fixture.caller.call("create", with(field, value)), 400, code);
    assertThat(fixture.store.all()).isEmpty();
  }

  @Test void aTextThatNoSmsCarriesIsNotMade() {
    String content = "\"" + "ж".repeat(700) + "{{code}}\"";
    assertError(fixture.caller.call("create", with("sms_config", "{\"template_type\":2,\"template_custom_config\":"
        + "{\"custom_sub_type\":\"authentication\",\"custom_content\":" + content + "}}")), 400, 3003);
  }

  @Test void anSmsTemplateWithoutAnyConfigurationIsToldSoInTheDocumentedWords() {
    Answer answer = fixture.caller.call("create", with("sms_config", "null"));
    assertThat(answer.body().text()).contains("not contains any channel config");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {"send_channel_strategy~\"telegram\"",
    "send_channel_strategy~\"max|telegram|sms\"",
    "send_channel_strategy~\"max\"", "description~null", "description~\"\"", "brand_name~\"\"", "brand_name~\"品牌名称\"",
    "voice_config~{\"template_type\":1}", "email_config~{\"template_name\":\"x\"}",
    "pwa_config~{\"pwa_platform\":\"xx\"}",
    "max_config~{\"template_type\":1}", "something_new~5"}) void aTemplateThatCanBeSentIsMade(String field,
        String value) {
    fixture.withTemplate(with(field, value));
    String shown = fixture.of("show", "test-template-1").body().text();
    assertThat(shown).contains("\"status\":2");
    if (field.endsWith("_config")) assertThat(shown).contains("\"" + field + "\":" + value);
  }

  @Test void aTemplateForMaxSaysWhatItsConfigurationSays() {
    fixture.withTemplate(with("send_channel_strategy", "\"max\""));
    fixture.send(Fixture.to("test-template-1", ""));
    assertThat(fixture.engine.sends.getFirst().route().getFirst().text())
        .contains("Acme: \u0000 is your verification code.");
  }

  @Test void aPresetAddressIsFilledIn() {
    fixture.withTemplate(with("pwa_config", "{\"pwa_url\":\"https://example.org/a\"}")
        .replace("{{key2}}", "{{pwa_url}}"));
    fixture.send(Fixture.to("test-template-1", ""));
    assertThat(fixture.engine.sends.getFirst().route().getLast().text().orElseThrow())
        .endsWith("https://example.org/a");
  }

  /** The template with one field otherwise. */
  private static String with(String field, String value) {
    Obj template = JsonReader.readObject(Fixture.TEMPLATE.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    Map<String, Json> fields = new LinkedHashMap<>(template.fields());
    fields.put(field, JsonReader.read(value.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    return new Obj(fields).text();
  }
}
