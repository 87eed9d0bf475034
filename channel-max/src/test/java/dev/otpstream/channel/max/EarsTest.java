package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.bot.Heard;
import dev.otpstream.kit.bot.Update;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.max.MaxBot;
import dev.otpstream.simulators.stage.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listening, to the simulated messenger. */
class EarsTest {
  private static final long ANN = 77;
  private static final String HOOK = "http://127.0.0.1:1/max/updates";
  private Simulators simulators;
  private MaxBot max;
  private MaxMessenger messenger;

  @BeforeEach void start() {
    simulators = Simulators.start(SimulatorsConfig.defaults());
    max = simulators.max();
  }

  @AfterEach void stop() {
    messenger.close();
    simulators.close();
  }

  @Test void updatesAreHeardOnceTheirMarkIsHandedOver() throws InterruptedException {
    messenger = messenger(Map.of());
    max.start(ANN, "otp_one");
    Heard.Updates first = updates(messenger.hear(""));
    assertThat(first.updates()).extracting(Update::deed).containsExactly(new Update.Started("otp_one"));

    max.type(ANN, "small talk");
    max.type(ANN, "/start otp_two");
    assertThat(updates(messenger.hear(first.mark())).updates()).extracting(Update::deed)
        .containsExactly(new Update.Started("otp_two"));
    Heard.Updates again = updates(messenger.hear(first.mark()));
    assertThat(again.updates()).as("without the new mark they come again").hasSize(1);
    assertThat(updates(messenger.hear(again.mark())).updates()).isEmpty();
  }

  @Test void aMarkThatIsNoneIsNotPassedOn() throws InterruptedException {
    messenger = messenger(Map.of());
    max.start(ANN, null);
    assertThat(updates(messenger.hear("1&limit=0")).updates()).hasSize(1);
  }

  @Test void troubleIsNamedAndWaitedFor() throws InterruptedException {
    messenger = messenger(Map.of());
    simulators.scriptDefault(Simulators.MAX, Step.throttle(9).on("getUpdates").times(1),
        Step.serverError(500).on("getUpdates").times(1), Step.garbage().on("getUpdates").times(1),
        Step.refuse("verify.token").on("getUpdates").times(1));
    assertThat(messenger.hear("")).isEqualTo(new Heard.Trouble("HTTP 429 too.many.requests", Duration.ofSeconds(9)));
    assertThat(messenger.hear("")).isEqualTo(new Heard.Trouble("HTTP 500 500", Duration.ofSeconds(2)));
    assertThat(messenger.hear("")).isEqualTo(new Heard.Trouble("HTTP 200 without JSON", Duration.ofSeconds(4)));
    assertThat(messenger.hear("")).isEqualTo(new Heard.Trouble("HTTP 401 verify.token", Duration.ofMinutes(1)));
    assertThat(messenger.hear("")).isInstanceOf(Heard.Updates.class);
  }

  @Test void aBotWithAWebhookIsNotPolledFor() throws InterruptedException {
    messenger(Map.of("MAX_WEBHOOK_URL", HOOK)).hear("");
    messenger = messenger(Map.of());
    assertThat(messenger.hear("")).isInstanceOfSatisfying(Heard.Trouble.class,
        trouble -> assertThat(trouble.detail()).contains("webhook"));
    max.unsubscribeAll();
    assertThat(messenger.hear("")).isInstanceOf(Heard.Updates.class);
  }

  @Test void aLostSubscriptionIsMadeAgain() throws InterruptedException {
    messenger = messenger(Map.of("MAX_WEBHOOK_URL", HOOK, "MAX_WEBHOOK_WATCH", "7s"));
    assertThat(messenger.hear("")).isEqualTo(new Heard.Elsewhere(Duration.ofSeconds(7)));
    assertThat(max.subscribedUrls()).containsExactly(HOOK);
    max.unsubscribeAll();
    assertThat(messenger.hear("")).isInstanceOf(Heard.Elsewhere.class);
    assertThat(max.subscribedUrls()).containsExactly(HOOK);
    assertThat(messenger.hear("")).isInstanceOf(Heard.Elsewhere.class);
    assertThat(simulators.journal().counters().get(Simulators.MAX)).containsEntry("received subscribe", 2L);
  }

  @Test void postedUpdatesAreTakenWithTheSecretAndAgainUntilTheyAreStored() throws InterruptedException {
    simulators.close();
    simulators = Simulators.start(SimulatorsConfig.defaults().withMax(
        dev.otpstream.simulators.max.MaxConfig.defaults().withNotificationPause(Duration.ofMillis(20))));
    Queue<Update> stored = new ConcurrentLinkedQueue<>();
    Queue<CompletableFuture<Void>> answers = new ConcurrentLinkedQueue<>(
        List.of(CompletableFuture.failedFuture(new IllegalStateException("no broker"))));
    try (var server = new HookServer(config(Map.of()), updates -> {
      CompletableFuture<Void> answer = answers.poll();
      if (answer != null) return answer;
      stored.addAll(updates);
      return CompletableFuture.completedFuture(null);
    })) {
      messenger = messenger(Map.of("MAX_WEBHOOK_URL", server.localUrl().toString()));
      messenger.hear("");
      simulators.max().start(ANN, "otp_x");
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !stored.isEmpty());
      assertThat(stored).extracting(Update::deed).containsExactly(new Update.Started("otp_x"));
      assertThat(simulators.journal().counters().get(Simulators.MAX))
          .containsEntry("notification answered 503", 1L).containsEntry("notification answered 200", 1L);
    }
  }

  private static Heard.Updates updates(Heard heard) {
    assertThat(heard).isInstanceOf(Heard.Updates.class);
    return (Heard.Updates) heard;
  }

  private MaxConfig config(Map<String, String> changes) {
    var settings = new TreeMap<>(Map.of("MAX_BOT_TOKEN", simulators.maxToken()));
    settings.putAll(changes);
    return MaxSetting.config(simulators.maxUrl(), settings);
  }

  private MaxMessenger messenger(Map<String, String> changes) {
    return MaxSetting.messenger(config(changes), MaxSetting.allTurns());
  }
}
