package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.kit.Env;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaxConfigTest {
  @Test void whatIsLeftOutHasItsDefault() {
    Env env = Env.of(Map.of("MAX_BOT_TOKEN", "t", "MAX_BOT_NAME", "id1_bot"));
    MaxConfig config = MaxConfig.from(env);
    env.failOnProblems();
    assertThat(config.url()).isEqualTo(MaxConfig.URL_DEFAULT);
    assertThat(config.sendTimeout()).isEqualTo(Duration.ofSeconds(8));
    assertThat(config.requestsMax()).isEqualTo(25);
    assertThat(config.trusted()).isEmpty();
    assertThat(config.webhookUrl()).isEmpty();
  }

  @Test void everyProblemIsNamedAndNoTokenIsQuoted() {
    Env env = Env.of(Map.of("MAX_BOT_TOKEN", "my secret", "MAX_BOT_NAME", "a bot", "MAX_TIMEOUT", "1h",
        "MAX_POLL_TIME", "2h", "MAX_REQUESTS_MAX", "31", "MAX_WEBHOOK_URL", "nowhere"));
    MaxConfig config = MaxConfig.from(env);
    assertThatThrownBy(env::failOnProblems).isInstanceOf(Env.BadSettings.class)
        .hasMessageContainingAll("MAX_BOT_TOKEN", "MAX_BOT_NAME", "MAX_TIMEOUT", "MAX_POLL_TIME", "MAX_REQUESTS_MAX",
            "MAX_WEBHOOK_URL")
        .hasMessageNotContainingAny("my secret");
    assertThat(config.toString()).doesNotContain("my secret");
  }

  @Test void withoutATokenThereIsNoWorker() {
    Env env = Env.of(Map.of());
    MaxConfig _ = MaxConfig.from(env);
    assertThatThrownBy(env::failOnProblems).hasMessageContainingAll("MAX_BOT_TOKEN", "MAX_BOT_NAME");
  }
}
