package dev.otpstream.channel.telegram;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.channel.OpenDispatch;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings and dispatches for tests. */
final class TelegramSetting {
  static final String TOKEN = "test-token";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private TelegramSetting() {}

  /** Quick settings, some of them changed. */
  static TelegramConfig config(URI url, Map<String, String> changes) {
    var variables = new TreeMap<>(Map.of("TELEGRAM_GATEWAY_URL", url.toString(), "TELEGRAM_GATEWAY_TOKEN", TOKEN,
        "TELEGRAM_GATEWAY_TIMEOUT", "1500ms"));
    variables.putAll(changes);
    Env env = Env.of(variables);
    TelegramConfig config = TelegramConfig.from(env);
    env.failOnProblems();
    return config;
  }

  static OpenDispatch dispatch(String recipient, Optional<String> code, Optional<String> text, Duration life) {
    return new OpenDispatch(1025, 2, "account", recipient, code, text, Optional.empty(), NOW, NOW.plus(life));
  }
}
