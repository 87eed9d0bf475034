package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.engine.VerifyTimeouts;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.kit.text.SmsText;
import dev.otpstream.schemas.Template;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Templates as callers read them. */
final class TemplateAnswers {
  private static final int APPROVED = 2;

  private TemplateAnswers() {}

  /** With everything that was said when it was made. */
  static Json full(Template template) {
    return write(template, true);
  }

  /** Without contents. */
  static Json brief(Template template) {
    return write(template, false);
  }

  private static Json write(Template template, boolean full) {
    Json.Obj json = Json.obj("template_id", Json.of(template.getId()), "description",
        Json.of(template.getDescription()), "send_channel_strategy", Json.of(String.join("|", template.getRoute())))
        .with("brand_name", Json.of(template.getBrandName()));
    if (template.getCode() != null)
      json = json.with("verify_code_config", Json.obj("verify_code_type", Json.of(template.getCode().getAlphabet()),
          "verify_code_len", Json.of(template.getCode().getLength()), "verify_code_ttl",
          Json.of(Rendering.lifetime(template).toMinutes())));
    Optional<Json> timeouts = VerifyTimeouts.of(template.getSettings()).field();
    if (timeouts.isPresent()) json = json.with(VerifyTimeouts.FIELD, timeouts.get());
    for (String name : TemplateSettings.CONFIGS) {
      String given = template.getSettings().get(TemplateSettings.config(name));
      if (given == null) continue;
      Json.Obj config = JsonReader.readObject(given.getBytes(StandardCharsets.UTF_8)).orElseThrow();
      json = json.with(name, full ? whole(name, config, template) : head(config));
    }
    return json.with("created_time", Json.of(template.getCreatedAt().getEpochSecond()))
        .with("status", Json.of(APPROVED)).with("audit_remark", Json.of(""));
  }

  private static Json whole(String name, Json.Obj config, Template template) {
    return name.equals("sms_config") ? config.with("template_parts", Json.of(parts(template))) : config;
  }

  private static Json head(Json.Obj config) {
    var head = new java.util.LinkedHashMap<String, Json>();
    for (String name : new String[]{"template_type", "template_name"})
      config.find(name).ifPresent(value -> head.put(name, value));
    return new Json.Obj(head);
  }

  /** How many SMS the longest of its texts takes, before its values are known. */
  private static int parts(Template template) {
    return template.getTexts().stream().filter(text -> text.getChannel().equals(Channels.SMS))
        .mapToInt(text -> SmsText.of(text.getText()).parts().size()).max().orElse(0);
  }
}
