package dev.otpstream.ingress.zapnoty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.kit.Env;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BotLinksTest {
  @Test void aBotIsNamedWithOrWithoutItsSign() {
    var links = BotLinks.from(Env.of(Map.of("TELEGRAM_BOT_NAME", "@otp_bot", "MAX_BOT_NAME", "otp_bot")));
    assertThat(links.bots()).containsOnly(Map.entry("telegram", "otp_bot"), Map.entry("max", "otp_bot"));
    assertThat(BotLinks.from(Env.of(Map.of("TELEGRAM_BOT_NAME", " "))).bots()).isEmpty();
  }

  @Test void whatIsNoNameIsSaidAtTheStart() {
    Env env = Env.of(Map.of("TELEGRAM_BOT_NAME", "https://t.me/otp_bot", "MAX_BOT_NAME", "a b"));
    BotLinks.from(env);
    assertThatThrownBy(env::failOnProblems).hasMessageContaining("TELEGRAM_BOT_NAME")
        .hasMessageContaining("MAX_BOT_NAME");
  }
}
