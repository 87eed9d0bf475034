package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.channel.max.Turns.Turn;
import dev.otpstream.channel.max.Turns.Urgency;
import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has the turns, on a real broker. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TurnShareTest {
  private final Turns ours = Turns.of(Turns.COUNT);
  private final Turns theirs = Turns.of(Turns.COUNT);

  @Test void turnsAreSharedHandedOverAndNotUsedWithoutABroker() throws InterruptedException {
    TestKafka kafka = TestKafka.start();
    Platform platform = platform(kafka);
    try (var _ = share(platform, ours)) {
      until(() -> ours.size() == Turns.COUNT);
      try (var _ = share(platform, theirs)) {
        until(() -> ours.size() == Turns.COUNT / 2 && theirs.size() == Turns.COUNT / 2);
      }
      until(() -> ours.size() == Turns.COUNT);
      assertThat(hasTurn(theirs)).isFalse();
      until(() -> hasTurn(ours));

      kafka.close();
      until(() -> !hasTurn(ours));
    }
  }

  @Test void eachBotHasTurnsOfItsOwn() {
    try (TestKafka kafka = TestKafka.start();
        var _ = new TurnShare(platform(kafka), "one", Optional.empty(), ours);
        var _ = new TurnShare(platform(kafka), "other", Optional.of("worker-1"), theirs)) {
      until(() -> ours.size() == Turns.COUNT && theirs.size() == Turns.COUNT);
    }
  }

  /** Whether there is a turn before all have rested. */
  private static boolean hasTurn(Turns turns) throws InterruptedException {
    Optional<Turn> turn = turns.await(Urgency.MESSAGE, Duration.ofMillis(1500));
    turn.ifPresent(Turn::close);
    return turn.isPresent();
  }

  private static TurnShare share(Platform platform, Turns turns) {
    return new TurnShare(platform, "bot", Optional.empty(), turns);
  }

  private static Platform platform(TestKafka kafka) {
    var registry = RegistrySettings.of("mock://max-turns", "");
    return new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), null,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 1, (short) 1);
  }

  private static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).until(condition);
  }
}
