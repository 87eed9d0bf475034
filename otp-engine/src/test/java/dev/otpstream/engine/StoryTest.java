package dev.otpstream.engine;

import static dev.otpstream.engine.Scenario.RIGHT_CODE;
import static dev.otpstream.engine.Scenario.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.Query;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.UnknownMessage;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lives of messages, from the order to the end. */
class StoryTest {
  @Test void aCodeIsSentAndVerified() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.thenDispatches(1, "telegram").sent(1).delivered(1).attempts(RIGHT_CODE).then(VerifyOutcome.VERIFIED, 0)
          .thenTells(StatusType.ACCEPTED, StatusType.DISPATCHED, StatusType.SENT, StatusType.DELIVERED,
              StatusType.VERIFIED)
          .attempts(RIGHT_CODE).then(VerifyOutcome.ALREADY_VERIFIED);
    }
  }

  @Test void aFailedTelegramFallsBackToSmsAndTheCodeStillVerifies() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.thenDispatches(1, "telegram").fails(1);
      String first = story.code;
      story.thenDispatches(2, "sms");
      assertThat(story.code).as("the same code on both channels").isEqualTo(first);
      story.attempts(RIGHT_CODE).then(VerifyOutcome.VERIFIED);
    }
  }

  @Test void aMissingReceiptFallsBackByTheClock() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.thenDispatches(1, "telegram").sent(1).passes(Duration.ofMillis(29_999)).thenDispatchesNothing()
          .passes(Duration.ofMillis(100)).thenDispatches(2, "sms");
    }
  }

  @Test void attemptsAreUsedUpAndThenTheRightCodeIsRefused() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms").attempts(WRONG_CODE).then(VerifyOutcome.WRONG_CODE, 2).attempts(WRONG_CODE)
          .then(VerifyOutcome.WRONG_CODE, 1).attempts(WRONG_CODE).then(VerifyOutcome.WRONG_CODE, 0)
          .attempts(RIGHT_CODE).then(VerifyOutcome.ATTEMPTS_USED).thenStandsAt(MessageState.ATTEMPTS_USED);
    }
  }

  @Test void aCodeExpiresByTheClock() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms").passes(Duration.ofMinutes(5))
          .thenTells(StatusType.ACCEPTED, StatusType.DISPATCHED, StatusType.EXPIRED).attempts(RIGHT_CODE)
          .then(VerifyOutcome.EXPIRED);
    }
  }

  @Test void aCodeIsCancelled() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms").cancels().thenCancelled(true, MessageState.CANCELLED).attempts(RIGHT_CODE)
          .then(VerifyOutcome.ENDED);
    }
  }

  @Test void aNewCodeEndsTheOldOne() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms");
      String old = story.code;
      long oldId = story.id;
      story.sends(story.calls.code("sms")).thenDispatches(1, "sms");
      assertThat(story.id).isGreaterThan(oldId);
      story.asks(story.calls.guess(oldId, old)).then(VerifyOutcome.ENDED).attempts(RIGHT_CODE)
          .then(VerifyOutcome.VERIFIED);
      assertThat(story.engine.statuses()).filteredOn(event -> event.getType() == StatusType.CANCELLED)
          .extracting(StatusEvent::getReason).containsExactly(Reason.SUPERSEDED);
    }
  }

  @Test void theThirdCodeHasToWait() {
    try (var story = Scenario.issued("sms")) {
      story.sends(story.calls.code("sms")).asks(story.calls.code("sms").build());
      assertThat(story.answer()).isEqualTo(new SendRefused(Refusal.COOL_DOWN, 30_000L));
      story.passes(Duration.ofSeconds(30)).sends(story.calls.code("sms"));
    }
  }

  @Test void aRefusedSendUsesUpNoId() {
    try (var story = Scenario.issued("sms")) {
      long first = story.id;
      story.sends(story.calls.code("sms")).asks(story.calls.code("sms").build()).passes(Duration.ofSeconds(30))
          .sends(story.calls.code("sms"));
      assertThat(story.id).isEqualTo(first + 2L * MessageIds.PARTITIONS_MAX);
    }
  }

  @Test void aVerifiedCodeIsNotSentAgain() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.thenDispatches(1, "telegram").attempts(RIGHT_CODE).fails(1).passes(Duration.ofMinutes(10))
          .thenDispatchesNothing();
    }
  }

  @Test void aMessageThatNobodyDeliversIsUndeliverable() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.fails(1).reports(2, DeliveryOutcome.UNDELIVERED).thenTells(StatusType.ACCEPTED, StatusType.DISPATCHED,
          StatusType.FAILED, StatusType.FALLBACK, StatusType.DISPATCHED, StatusType.FAILED, StatusType.UNDELIVERABLE)
          .thenStandsAt(MessageState.UNDELIVERABLE);
    }
  }

  @Test void aTextWithoutOurCodeIsDeliveredAndRead() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.text("sms")).thenDispatches(1, "sms").sent(1).delivered(1)
          .thenStandsAt(MessageState.DELIVERED).reports(1, DeliveryOutcome.READ).thenStandsAt(MessageState.READ);
      assertThat(story.code).isNull();
    }
  }

  @Test void theDispatchCarriesWhatAWorkerNeeds() {
    try (var story = Scenario.begins()) {
      Send send = story.calls.code("sms").build();
      send = Send.newBuilder(send)
          .setRoute(List.of(RouteStep.newBuilder(send.getRoute().getFirst()).setSender("Brand").build()))
          .build();
      story.sends(Send.newBuilder(send));

      Dispatch dispatch = story.engine.dispatches("sms").getFirst();

      assertThat(dispatch.getSender()).isEqualTo("Brand");
      assertThat(dispatch.getRecipientMasked()).isEqualTo("+38097*****67");
      assertThat(dispatch.getAcceptedAt()).isEqualTo(TestEngine.NOON);
      assertThat(dispatch.getExpiresAt()).isEqualTo(TestEngine.NOON.plus(Duration.ofMinutes(5)));
    }
  }

  @Test void codesHaveTheFormThatWasAskedFor() {
    try (var story = Scenario.begins()) {
      var form = OurCode.newBuilder().setLength(10).setAlphabet(1 + 2 + 4).setAttemptsAllowed(1).build();
      story.sends(story.calls.code("sms").setCode(form)).thenDispatches(1, "sms");
      assertThat(story.code).matches("[0-9a-zA-Z]{10}");
    }
  }

  @Test void theAcceptanceSaysAllThereIsToKnow() {
    try (var story = Scenario.issued("telegram", "sms")) {
      assertThat(story.answer()).isEqualTo(new SendAccepted(story.id, "telegram",
          TestEngine.NOON.plus(Duration.ofMinutes(5)), TestEngine.NOON, false));
    }
  }

  @Test void theStandingSaysWhyTheLastChannelFailed() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.fails(1).asks(Calls.query(story.id));
      assertThat(story.answer()).isInstanceOfSatisfying(StatusAnswer.class, standing -> {
        assertThat(standing.getReason()).isEqualTo(Reason.RECIPIENT_UNREACHABLE);
        assertThat(standing.getChannel()).isEqualTo("sms");
        assertThat(standing.getDispatch()).isEqualTo(2);
        assertThat(standing.getSequence()).isEqualTo(5);
      });
    }
  }

  @Test void anotherAccountsMessageIsUnknown() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms");
      for (Object body : List.of(Calls.query(story.id), Calls.cancel(story.id))) {
        var command = OtpCommand.newBuilder(story.calls.command(body)).setAccountId("a2").build();
        assertThat(story.asks(command).answer()).isEqualTo(new UnknownMessage());
      }
      story.thenStandsAt(MessageState.DISPATCHED);
    }
  }

  @Test void anUnknownMessagesCodeCannotBeTried() {
    try (var story = Scenario.begins()) {
      story.asks(story.calls.guess(MessageIds.of(77, 0), "482916"));
      assertThat(story.answer()).isEqualTo(new VerifyAnswer(VerifyOutcome.UNKNOWN_MESSAGE, null, 0, 0L));
      assertThat(story.engine.count("otp.commands", "outcome", "verify_unknown_message")).isEqualTo(1);
      story.asks(story.calls.guess("482916"));
      assertThat(story.answer()).isEqualTo(new VerifyAnswer(VerifyOutcome.NO_ACTIVE_CODE, null, 0, 0L));
      assertThat(story.asks(new Query(null, "no such name", false, false)).answer()).isEqualTo(new UnknownMessage());
    }
  }

  @Test void whoDoesNotWaitGetsNoReply() {
    try (var story = Scenario.begins()) {
      var command = story.calls.command(story.calls.code("sms").build());
      story.engine.command(story.calls.routingKey(),
          OtpCommand.newBuilder(command).setReplyPartition(-1).build());
      assertThat(story.engine.replies()).isEmpty();
      assertThat(story.engine.dispatches("sms")).hasSize(1);
    }
  }

  @Test void everyEventHasItsPlaceInTheSequence() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.fails(1).thenDispatches(2, "sms").sent(2).attempts(WRONG_CODE).delivered(2).attempts(RIGHT_CODE);
      List<StatusEvent> told = story.engine.statuses();
      assertThat(told).extracting(StatusEvent::getSequence).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(told).allSatisfy(event -> {
        assertThat(event.getMessageId()).isEqualTo(story.id);
        assertThat(event.getAccountId()).isEqualTo(Calls.ACCOUNT);
        assertThat(event.getRecipientMasked()).isEqualTo("+38097*****67");
      });
      assertThat(told.get(6).getAttemptsLeft()).isEqualTo(2);
      assertThat(told.get(5).getAttemptsLeft()).isNull();
    }
  }

  @Test void aBeatMayTakeNoLongerThanItsBudgetAndTheNextOneGoesOn() {
    try (var engine = new TestEngine()) {
      int recipients = 2_000;
      for (int i = 0; i < recipients; i++) {
        var calls = new Calls(engine.keys, "+3809700" + (10_000 + i));
        engine.command(calls.routingKey(), calls.command(calls.code("sms").build()));
      }
      engine.statuses();
      engine.passes(Duration.ofMinutes(5));
      int expired = engine.statuses().size();
      assertThat(expired).as("a bounded part").isPositive().isLessThan(recipients);
      int beats = 0;
      for (; expired < recipients && beats < recipients; beats++) {
        engine.passes(Duration.ofMillis(50));
        expired += engine.statuses().size();
      }
      assertThat(expired).isEqualTo(recipients);
    }
  }

  @Test void aMessageTellsItsHistoryAsItWasPublished() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("telegram", "sms").setReference("a1/order-7")).thenDispatches(1, "telegram")
          .fails(1).sent(2).delivered(2).attempts(WRONG_CODE).attempts(RIGHT_CODE);
      List<StatusEvent> told = story.engine.statuses();

      story.asks(new Query(story.id, null, true, false));
      assertThat(((StatusAnswer) story.answer()).getHistory()).isEqualTo(told).hasSize(9);
      story.asks(new Query(story.id, null, false, false));
      assertThat(((StatusAnswer) story.answer()).getHistory()).isEmpty();
    }
  }

  @Test void onlyAnOperatorSeesTheMessagesOfOthers() {
    try (var story = Scenario.issued("sms")) {
      var foreign = OtpCommand.newBuilder(story.calls.command(new Query(story.id, null, true, false)))
          .setAccountId("operator");
      story.asks(foreign.build());
      assertThat(story.answer()).isEqualTo(new UnknownMessage());

      story.asks(foreign.setBody(new Query(story.id, null, true, true)).build());
      assertThat(story.answer()).isInstanceOf(StatusAnswer.class);
    }
  }

  @Test void whatIsForgottenLeavesNothingBehind() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("telegram", "sms").setReference("a1/order-7")).thenDispatches(1, "telegram")
          .sent(1, "telegram/provider/1").attempts(WRONG_CODE).attempts(RIGHT_CODE);
      story.asks(Calls.once(story.calls.command(story.calls.code("sms").build()), "key"));
      for (int day = 0; day < 5; day++)
        story.passes(Duration.ofDays(1));
      for (char section : "mranut".toCharArray())
        assertThat(story.engine.size(section)).as("section %s", section).isZero();
    }
  }
}
