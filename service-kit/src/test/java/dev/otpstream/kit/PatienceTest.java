package dev.otpstream.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.observe.Meters;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience();

  @Test void whatIsAwayIsAskedUntilItIsThere() {
    var answers = new ArrayDeque<RuntimeException>(List.of(new TimeoutException("nobody"), new IllegalStateException(
        "cannot create topic", new ExecutionException(new DisconnectException("gone")))));
    String got = patience.insist("Kafka", () -> {
      if (!answers.isEmpty()) throw answers.poll();
      return "topics";
    });
    assertThat(got).isEqualTo("topics");
    assertThat(patience.waitsFor()).isEmpty();
  }

  @Test void whatWaitingDoesNotMendIsThrownAtOnce() {
    var refused = new IllegalStateException("cannot create topic", new SaslAuthenticationException("wrong password"));
    assertThatThrownBy(() -> patience.insist("Kafka", () -> {
      throw refused;
    })).isSameAs(refused);
    assertThat(Patience.away(new IllegalStateException("a bug"))).isEmpty();
  }

  @Test void whoAsksForReadinessIsToldWhatAStartWaitsFor() {
    Platform platform = platform("127.0.0.1:9", Map.of());
    var health = new Health(platform, List.of("otp-engine"));
    var there = new AtomicBoolean();
    var start = CompletableFuture.runAsync(() -> platform.patience().insist("Kafka", () -> {
      if (there.get()) return true;
      throw new TimeoutException("no answer");
    }));
    await().untilAsserted(() -> assertThat(health.report().reasons())
        .containsExactly("otp-engine: starting, but Kafka is not there yet: no answer"));

    there.set(true);

    await().untilAsserted(() -> assertThat(start).isCompleted());
    assertThat(health.report().reasons()).containsExactly("otp-engine: starting");
  }

  @Test void anInterruptEndsAStartWhoseBrokersHaveNoAddressYet() throws InterruptedException {
    Platform platform = platform("broker.invalid:9092", Map.of());
    var failure = new CompletableFuture<Throwable>();
    Thread start = Thread.ofPlatform().start(() -> {
      try {
        platform.ensureTopics();
      } catch (IllegalStateException e) {
        failure.complete(e);
      }
    });
    await().until(() -> platform.patience().waitsFor().isPresent());
    assertThat(failure).isNotDone();

    start.interrupt();

    start.join();
    assertThat(failure).isCompletedWithValueMatching(e -> e.getMessage().startsWith("interrupted"));
  }

  @Test void aWrongSettingOfAClientEndsAStart() {
    Platform platform = platform("127.0.0.1:9", Map.of("security.protocol", "NONSENSE"));
    assertThatThrownBy(platform::ensureTopics).hasMessageContaining("NONSENSE");
  }

  private static Platform platform(String bootstrapServers, Map<String, String> extra) {
    var registry = RegistrySettings.of("mock://patience", "");
    return new Platform(new KafkaSettings(bootstrapServers, extra), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), null, Meters.registry(), 1, (short) 1);
  }
}
