package dev.otpstream.channel.sms;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.channel.OpenDispatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings and dispatches for tests. */
final class SmppSetting {
  static final String CODE = "481516";
  static final String TEXT = "Your code is " + CODE;

  private SmppSetting() {}

  /** Quick settings for a centre on loopback, some of them changed. */
  static SmppConfig config(int port, Map<String, String> changes) {
    var variables = new TreeMap<>(Map.of("SMPP_HOST", "127.0.0.1", "SMPP_PORT", String.valueOf(port),
        "SMPP_SYSTEM_ID", "otpstream", "SMPP_PASSWORD", "simulate", "SMPP_SOURCE_ADDR", "Shop", "SMPP_RECONNECT_MIN",
        "50ms", "SMPP_RECONNECT_MAX", "200ms", "SMPP_RESPONSE_TIMEOUT", "2s"));
    variables.putAll(changes);
    Env env = Env.of(variables);
    SmppConfig config = SmppConfig.from(env, SmppChannel.PROVIDER);
    env.failOnProblems();
    return config;
  }

  static SmppConfig config(Map<String, String> changes) {
    return config(SmppConfig.PORT_DEFAULT, changes);
  }

  static OpenDispatch dispatch(String phone) {
    return dispatch(phone, TEXT);
  }

  static OpenDispatch dispatch(String phone, String text) {
    return new OpenDispatch(1025, 1, "account", phone, Optional.of(CODE), Optional.of(text), Optional.empty(),
        Instant.now(), Instant.now().plus(Duration.ofMinutes(5)));
  }
}
