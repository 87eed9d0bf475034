package dev.otpstream.kit.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One listens, and says to the messenger what Kafka has, no more. */
class LeaderTest {
  private static TestKafka kafka;
  private static Platform platform;
  private final FakeMessenger messenger = new FakeMessenger();

  @BeforeAll static void start(@TempDir Path folder) {
    kafka = TestKafka.start();
    var registry = RegistrySettings.of("mock://leader", "");
    platform = new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), KeyFile.loadOrCreate(folder.resolve("keys.json")),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 1, (short) 1);
    platform.ensureTopics();
  }

  @AfterAll static void stop() {
    kafka.close();
  }

  @Test void theNextLeaderListensWhereTheLastOneStopped() {
    messenger.heard.add(new Heard.Updates(List.of(), "mark-1"));
    try (Leader _ = leader("one", _ -> CompletableFuture.completedFuture(null))) {
      until(() -> messenger.marks().equals(List.of("", "mark-1")));
    }
    try (Leader next = leader("one", _ -> CompletableFuture.completedFuture(null))) {
      until(() -> messenger.marks().size() == 3);
      assertThat(messenger.marks()).endsWith("mark-1");
      assertThat(next.leads()).isTrue();
    }
  }

  @Test void theMarkWaitsUntilKafkaHasTheUpdates() {
    var tries = new ArrayList<CompletableFuture<Void>>();
    messenger.heard.add(new Heard.Updates(List.of(), "mark-1"));
    try (Leader _ = leader("two", _ -> {
      synchronized (tries) {
        tries.add(new CompletableFuture<>());
        return tries.getLast();
      }
    })) {
      until(() -> size(tries) == 1);
      tries.getFirst().completeExceptionally(new IllegalStateException("no broker"));
      until(() -> size(tries) == 2);
      assertThat(messenger.marks()).as("not told to forget").containsExactly("");
      tries.getLast().complete(null);
      until(() -> messenger.marks().equals(List.of("", "mark-1")));
    }
  }

  @Test void aSecondWorkerWaitsAndTakesOver() {
    Leader one = leader("three", _ -> CompletableFuture.completedFuture(null));
    try (Leader two = leader("three", _ -> CompletableFuture.completedFuture(null))) {
      until(() -> one.hasJoined() && two.hasJoined() && (one.leads() || two.leads()));
      until(() -> messenger.marks().size() == 1);
      Leader first = one.leads() ? one : two;
      Leader second = first == one ? two : one;
      assertThat(second.leads()).isFalse();
      first.close();
      until(second::leads);
      until(() -> messenger.marks().size() == 2);
    } finally {
      one.close();
    }
  }

  private Leader leader(String bot, BotService.Hearing hearing) {
    return new Leader(platform, "bot-" + bot, Optional.empty(),
        mark -> new Ear(messenger, platform, hearing, mark));
  }

  private static int size(List<?> list) {
    synchronized (list) {
      return list.size();
    }
  }

  private static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20)).until(condition);
  }
}
