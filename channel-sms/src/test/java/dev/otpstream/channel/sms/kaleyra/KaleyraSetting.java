package dev.otpstream.channel.sms.kaleyra;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.channel.OpenDispatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings and dispatches for tests. */
final class KaleyraSetting {
  static final String PHONE = "+380971234567";
  static final String CODE = "123456";

  private KaleyraSetting() {}

  /** Quick settings, some of them changed. */
  static KaleyraConfig config(Map<String, String> changes) {
    var variables = new TreeMap<>(Map.of("KALEYRA_URL", "http://127.0.0.1:1", "KALEYRA_SID", "HXXXXXXXX071US",
        "KALEYRA_API_KEY", "key", "KALEYRA_TIMEOUT", "1s"));
    variables.putAll(changes);
    Env env = Env.of(variables);
    KaleyraConfig config = KaleyraConfig.from(env);
    env.failOnProblems();
    return config;
  }

  static OpenDispatch dispatch(String text) {
    return dispatch(PHONE, Optional.of(text), Optional.empty());
  }

  static OpenDispatch dispatch(String phone, Optional<String> text, Optional<String> sender) {
    return new OpenDispatch(1025, 1, "account", phone, Optional.of(CODE), text, sender, Instant.now(),
        Instant.now().plus(Duration.ofMinutes(5)));
  }
}
