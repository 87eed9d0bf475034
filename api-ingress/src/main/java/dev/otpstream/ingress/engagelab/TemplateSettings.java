package dev.otpstream.ingress.engagelab;

import java.util.List;
import java.util.Map;

/** What this front keeps with a template, beside what all fronts understand. */
final class TemplateSettings {
  private static final String PREFIX = "engagelab.";
  /** The configurations as they were given, by their names: they are shown again as they came. */
  static final List<String> CONFIGS = List.of("whatsapp_config", "sms_config", "voice_config", "email_config",
      "telegram_config", "max_config", "pwa_config");
  /** Values that the template brings along, by their names; each with the setting that keeps it. */
  static final Map<String, String> VALUES = Map.of(Rendering.FROM_ID, PREFIX + Rendering.FROM_ID, "pwa_url",
      PREFIX + "pwa_url");

  private TemplateSettings() {}

  static String config(String name) {
    return PREFIX + name;
  }
}
