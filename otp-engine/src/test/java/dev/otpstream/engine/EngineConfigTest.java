package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.kit.Env;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineConfigTest {
  @Test void withoutSettingsItIsSafe() {
    EngineConfig config = EngineConfig.from(Env.of(Map.of()));

    assertThat(config).isEqualTo(new EngineConfig(Limits.DEFAULT, Path.of("data", "state"), 1, 0,
        Duration.ofMillis(10), Duration.ofSeconds(6), Optional.empty()));
  }

  @Test void everySettingIsRead() {
    var env = Env.of(Map.of("OTP_COOLDOWN_LADDER", "0s,45s,2m", "OTP_COOLDOWN_RESET", "30m", "OTP_FAILURES_PER_HOUR",
        "5", "OTP_FAILURES_PER_DAY", "10", "OTP_STATUS_RETENTION", "72h", "OTP_STATE_DIR", "state",
        "OTP_ENGINE_THREADS",
        "2", "OTP_ENGINE_STANDBYS", "1", "OTP_COMMIT_INTERVAL", "20ms", "OTP_INSTANCE_ID", "engine-0"))
        .withDefaults(Map.of("OTP_ENGINE_TAKEOVER", "3s"));

    EngineConfig config = EngineConfig.from(env);

    env.failOnProblems();
    assertThat(config).isEqualTo(new EngineConfig(
        new Limits(List.of(Duration.ZERO, Duration.ofSeconds(45), Duration.ofMinutes(2)), Duration.ofMinutes(30), 5, 10,
            Duration.ofDays(3)),
        Path.of("state"), 2, 1, Duration.ofMillis(20), Duration.ofSeconds(3), Optional.of("engine-0")));
  }

  @Test void whatCannotWorkIsNamedAllAtOnce() {
    var env = Env.of(Map.of("OTP_COOLDOWN_LADDER", "0s,999d", "OTP_COOLDOWN_RESET", "9999d", "OTP_FAILURES_PER_HOUR",
        "0", "OTP_FAILURES_PER_DAY", "-1", "OTP_STATUS_RETENTION", "999999999999d", "OTP_ENGINE_THREADS", "many",
        "OTP_COMMIT_INTERVAL", "10s", "OTP_ENGINE_TAKEOVER", "1s"));

    EngineConfig.from(env);

    assertThatThrownBy(env::failOnProblems).hasMessageContainingAll("OTP_COOLDOWN_LADDER", "OTP_COOLDOWN_RESET",
        "OTP_FAILURES_PER_HOUR", "OTP_FAILURES_PER_DAY", "OTP_STATUS_RETENTION", "OTP_ENGINE_THREADS",
        "OTP_COMMIT_INTERVAL", "OTP_ENGINE_TAKEOVER");
  }
}
