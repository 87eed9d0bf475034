package dev.otpstream.benchmarks.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;

/** What the platform must be told to use simulated providers that run as a process of their own. */
final class SimulatorSettings {
  /** What the simulated phones remember: enough that whoever reads ten times a second misses nothing. */
  static final int ENTRIES_MAX = 200_000;
  /** Passwords of SMPP are 8 characters long at most; there is nothing to protect here. */
  private static final String SECRET = "simulate";
  private static final String BOT_TOKEN = "7700000000:simulate";

  private SimulatorSettings() {}

  /** For the simulators themselves. */
  static Map<String, String> ofSimulators(int controlPort, int entriesMax) {
    return Map.of("SIM_CONTROL_PORT", Integer.toString(controlPort), "SIM_ENTRIES_MAX", Integer.toString(entriesMax),
        "SIM_TELEGRAM_GATEWAY_TOKEN", SECRET, "SIM_TELEGRAM_BOT_TOKEN", BOT_TOKEN, "SIM_SMPP_SYSTEM_ID", "bench",
        "SIM_SMPP_PASSWORD", SECRET, "SIM_MAX_TOKEN", SECRET);
  }

  /** For the platform, from what the simulators say of their addresses. */
  static Map<String, String> ofPlatform(JsonNode providers) {
    URI smpp = URI.create(providers.path("smpp").asText());
    return Map.ofEntries(Map.entry("TELEGRAM_GATEWAY_URL", providers.path("telegram-gateway").asText()),
        Map.entry("TELEGRAM_GATEWAY_TOKEN", SECRET),
        Map.entry("TELEGRAM_BOT_API_URL", providers.path("telegram-bot").asText()),
        Map.entry("TELEGRAM_BOT_TOKEN", BOT_TOKEN), Map.entry("TELEGRAM_BOT_NAME", "otpstream_bot"),
        Map.entry("MAX_API_URL", providers.path("max").asText()), Map.entry("MAX_BOT_TOKEN", SECRET),
        Map.entry("MAX_BOT_NAME", "id7700000000_bot"), Map.entry("SMPP_HOST", smpp.getHost()),
        Map.entry("SMPP_PORT", Integer.toString(smpp.getPort())), Map.entry("SMPP_SYSTEM_ID", "bench"),
        Map.entry("SMPP_PASSWORD", SECRET), Map.entry("SMPP_SOURCE_ADDR", "otpstream"));
  }
}
