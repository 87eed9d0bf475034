package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.HealthSecond;
import dev.otpstream.schemas.HealthWindow;
import dev.otpstream.schemas.ProviderHealth;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.RouteChoice;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels that fail are passed over by the real topology, and come back. */
class HealthWatchTest {
  private final TestEngine engine = new TestEngine();
  private int phones;

  @AfterEach void close() {
    engine.close();
  }

  @Test void aChannelThatRefusesAllIsPassedOverUntilAProbeFindsItWell() {
    for (int i = 0; i < 6; i++)
      reports(dispatched("telegram", "sms"), DeliveryOutcome.REFUSED, Reason.PROVIDER_UNAVAILABLE);
    engine.passes(Duration.ofMillis(500));

    List<StatusEvent> after = dispatches(40);
    assertThat(after).filteredOn(event -> event.getChoice() == RouteChoice.INSTEAD).hasSizeBetween(28, 39)
        .allSatisfy(event -> {
          assertThat(event.getChannel()).isEqualTo("sms");
          assertThat(event.getSkipped()).containsExactly("telegram");
        });
    List<StatusEvent> probes = after.stream().filter(event -> event.getChoice() == RouteChoice.PROBE).toList();
    assertThat(probes).as("probes").isNotEmpty().extracting(StatusEvent::getChannel).containsOnly("telegram");

    engine.passes(Duration.ofSeconds(2));
    for (int i = 0; i < 40; i++) {
      engine.passes(Duration.ofMillis(300));
      StatusEvent event = dispatched("telegram", "sms");
      if (event.getChannel().equals("telegram")) reports(event, DeliveryOutcome.SENT, null);
    }
    assertThat(dispatches(5)).extracting(StatusEvent::getChoice).containsOnly(RouteChoice.FIRST);
  }

  @Test void aWorkerThatIsAwayCountsAsFailing() {
    dispatches(5);
    engine.passes(Duration.ofSeconds(7));
    assertThat(dispatches(20)).extracting(StatusEvent::getChannel).contains("sms");
  }

  @Test void whatWasVerifiedBeforeItsResultCameCountsAsAnswered() {
    for (int i = 0; i < 6; i++) {
      try (var story = Scenario.issued("telegram", "sms")) {
        story.thenDispatches(1, "telegram").attempts(Scenario.RIGHT_CODE).sent(1).passes(Duration.ofSeconds(1));
        ProviderHealth told = story.engine.read(Topics.PROVIDER_HEALTH).getLast();
        assertThat(channel(told, "telegram")).extracting(HealthSecond::getAsked, HealthSecond::getWell)
            .containsExactly(tuple(1, 1));
      }
    }
  }

  @Test void whatOtherPartitionsSayCounts() {
    engine.othersHealth = Map.of("7", failing(7));
    assertThat(dispatches(20)).extracting(StatusEvent::getChoice).contains(RouteChoice.INSTEAD);
  }

  @Test void routesWithoutAChoiceSayNothingOfTheChannel() {
    for (int i = 0; i < 10; i++)
      reports(dispatched("telegram"), DeliveryOutcome.REFUSED, Reason.PROVIDER_UNAVAILABLE);
    engine.passes(Duration.ofSeconds(1));
    ProviderHealth told = engine.read(Topics.PROVIDER_HEALTH).getLast();
    assertThat(told.getWindows()).extracting(HealthWindow::getProvider).containsExactly("provider");
    assertThat(dispatches(5)).extracting(StatusEvent::getChoice).containsOnly(RouteChoice.FIRST);
  }

  @Test void aPartitionTellsAboutOnceASecondAndOnlyWhatIsNew() {
    for (int i = 0; i < 100; i++)
      reports(dispatched("telegram", "sms"), DeliveryOutcome.SENT, null);
    assertThat(engine.read(Topics.PROVIDER_HEALTH)).isEmpty();
    engine.passes(Duration.ofSeconds(1));
    assertThat(engine.read(Topics.PROVIDER_HEALTH)).singleElement()
        .satisfies(
            told -> assertThat(channel(told, "telegram")).extracting(HealthSecond::getWell).containsExactly(100));
    engine.passes(Duration.ofMinutes(1));
    assertThat(engine.read(Topics.PROVIDER_HEALTH)).isEmpty();
  }

  private static List<HealthSecond> channel(ProviderHealth told, String channel) {
    return told.getWindows().stream().filter(w -> w.getChannel().equals(channel) && w.getProvider() == null).findFirst()
        .orElseThrow().getSeconds();
  }

  private ProviderHealth failing(int partition) {
    var second = new HealthSecond(engine.now().getEpochSecond() - 1, 9, 0, 9, 0L);
    return new ProviderHealth(partition, List.of(new HealthWindow("telegram", null, List.of(second))), engine.now());
  }

  private List<StatusEvent> dispatches(int count) {
    return IntStream.range(0, count).mapToObj(_ -> dispatched("telegram", "sms")).toList();
  }

  /** Sends a code to somebody new, and gives the event of its first dispatch. */
  private StatusEvent dispatched(String... route) {
    var calls = new Calls(engine.keys, "+3809700" + (10_000 + phones++));
    engine.command(calls.routingKey(), calls.command(calls.code(route).build()));
    assertThat(engine.reply().getBody()).isInstanceOf(SendAccepted.class);
    return engine.statuses().stream().filter(event -> event.getType() == StatusType.DISPATCHED).findFirst()
        .orElseThrow();
  }

  private void reports(StatusEvent dispatched, DeliveryOutcome outcome, Reason reason) {
    long id = dispatched.getMessageId();
    engine.result(Long.toString(id), DeliveryResult.newBuilder(Calls.result(id, 1, outcome)).setReason(reason).build());
    engine.statuses();
  }
}
