package dev.otpstream.channel.max;

import dev.otpstream.kit.Env;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Settings for tests. */
final class MaxSetting {
  static final String TOKEN = "test-token";

  private MaxSetting() {}

  /** Quick settings, some of them changed. */
  static MaxConfig config(URI url, Map<String, String> changes) {
    var variables = new TreeMap<>(Map.of("MAX_API_URL", url.toString(), "MAX_BOT_TOKEN", TOKEN, "MAX_BOT_NAME",
        "id7700000000_bot", "MAX_TIMEOUT", "1500ms", "MAX_POLL_TIME", "1s"));
    variables.putAll(changes);
    Env env = Env.of(variables);
    MaxConfig config = MaxConfig.from(env);
    env.failOnProblems();
    return config;
  }

  /** All turns, almost without rest and for as long as a test may take. */
  static Turns allTurns() {
    var turns = new Turns(Duration.ofMillis(1), Turns.ARRIVAL_MAX);
    turns.give(IntStream.range(0, Turns.COUNT).boxed().toList());
    turns.extend(System.nanoTime() + Duration.ofMinutes(10).toNanos());
    return turns;
  }

  static MaxMessenger messenger(MaxConfig config, Turns turns) {
    return new MaxMessenger(config, new MaxHttp(config, Optional.empty(), turns), turns);
  }
}
