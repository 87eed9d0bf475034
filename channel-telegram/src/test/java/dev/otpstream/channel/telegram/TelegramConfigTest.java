package dev.otpstream.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.kit.Env;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelegramConfigTest {
  @Test void aTokenIsAllThatMustBeSet() {
    Env env = Env.of(Map.of("TELEGRAM_GATEWAY_TOKEN", "123:abc"));
    TelegramConfig config = TelegramConfig.from(env);
    env.failOnProblems();

    assertThat(config.url()).isEqualTo(URI.create("https://gatewayapi.telegram.org"));
    assertThat(config.twoStep()).isTrue();
    assertThat(config.callbackUrl()).isEmpty();
    assertThat(config.callbackHost()).isEqualTo("127.0.0.1");
  }

  @Test void everyProblemIsNamedAtOnceAndNoSecretQuoted() {
    Env env = Env.of(Map.of("TELEGRAM_GATEWAY_TOKEN", "se cret", "TELEGRAM_GATEWAY_SENDER", "@shop",
        "TELEGRAM_GATEWAY_URL", "gateway", "TELEGRAM_CALLBACK_PORT", "70000", "TELEGRAM_GATEWAY_TIMEOUT", "soon",
        "TELEGRAM_GATEWAY_CALLBACK_URL", "https://otp.example/" + "x".repeat(256)));
    TelegramConfig.from(env);
    assertThatThrownBy(env::failOnProblems).hasMessageContainingAll("TELEGRAM_GATEWAY_TOKEN", "TELEGRAM_GATEWAY_SENDER",
        "TELEGRAM_GATEWAY_URL", "TELEGRAM_CALLBACK_PORT", "TELEGRAM_GATEWAY_TIMEOUT",
        "TELEGRAM_GATEWAY_CALLBACK_URL").hasMessageNotContaining("cret");
  }

  @Test void itPrintsWithoutTheToken() {
    assertThat(TelegramSetting.config(URI.create("http://127.0.0.1"), Map.of()).toString())
        .doesNotContain(TelegramSetting.TOKEN);
  }
}
