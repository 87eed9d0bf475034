package dev.otpstream.engine;

import static dev.otpstream.engine.Scenario.RIGHT_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.sealing.Contexts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  @Test void aHookHearsOfTheEventsItWants() {
    try (var story = Scenario.begins()) {
      story
          .sends(story.calls.code("telegram", "sms")
              .setHooks(List.of(story.calls.hook(StatusType.FAILED, StatusType.VERIFIED))))
          .thenDispatches(1, "telegram").fails(1).attempts(RIGHT_CODE);

      List<WebhookDue> due = story.engine.webhooks();
      assertThat(due).extracting(order -> order.getEvent().getType()).containsExactly(StatusType.FAILED,
          StatusType.VERIFIED);
      assertThat(due).extracting(WebhookDue::getEventId).containsExactly(story.id + "-3", story.id + "-6");
    }
  }

  @Test void itHearsTheVeryEventThatThePublicStreamHas() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("sms").setHooks(List.of(story.calls.hook(StatusType.DISPATCHED))));
      StatusEvent told = story.engine.statuses().get(1);
      assertThat(story.engine.webhooks()).singleElement().extracting(WebhookDue::getEvent).isEqualTo(told);
    }
  }

  @Test void itsUrlStaysSealedUpToTheCall() throws Exception {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("sms").setHooks(List.of(story.calls.hook(StatusType.ACCEPTED))));
      WebhookDue due = story.engine.webhooks().getFirst();
      assertThat(story.engine.keys.open(due.getUrl(), Contexts.hook(Calls.ACCOUNT))).isEqualTo(Calls.HOOK_URL);
      assertThat(due.getHookFormat()).isEqualTo("native");
    }
  }

  @Test void withoutAHookNobodyIsCalled() {
    try (var story = Scenario.issued("sms")) {
      assertThat(story.engine.webhooks()).isEmpty();
    }
  }

  @Test void aHookThatWantsNothingHearsNothing() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("sms").setHooks(List.of(story.calls.hook(StatusType.OTHER))));
      assertThat(story.engine.webhooks()).isEmpty();
      assertThat(story.engine.deadLetters()).isEmpty();
    }
  }

  @Test void aHookStillHearsOfTheEnd() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("sms").setHooks(List.of(story.calls.hook(StatusType.EXPIRED))));
      story.passes(Duration.ofMinutes(5));
      assertThat(story.engine.webhooks()).hasSize(1);
    }
  }
}
