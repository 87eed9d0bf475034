package dev.otpstream.engine;

import static dev.otpstream.engine.Scenario.RIGHT_CODE;
import static dev.otpstream.engine.Scenario.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.Idempotency;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that are made twice, and calls that come too late. */
class IdempotencyTest {
  private static final String KEY = "key-1";

  @Test void aRepeatedSendGetsTheStoredAnswerAndSendsNothing() {
    try (var story = Scenario.begins()) {
      story.asks(send(story));
      var first = (SendAccepted) story.answer();
      story.passes(Duration.ofMinutes(1)).asks(send(story));

      assertThat(story.answer()).isEqualTo(SendAccepted.newBuilder(first).setRepeated(true).build());
      assertThat(story.engine.dispatches("sms")).hasSize(1);
      assertThat(story.engine.count("otp.commands", "outcome", "repeated")).isEqualTo(1);
    }
  }

  @Test void theRepeatedAnswerNamesTheNewCommand() {
    try (var story = Scenario.begins()) {
      story.asks(send(story));
      OtpCommand again = send(story);
      story.engine.command(story.calls.routingKey(), again);

      assertThat(story.engine.reply().getCommandId()).isEqualTo(again.getCommandId());
    }
  }

  @Test void aRepeatedWrongAttemptBurnsNoSecondOne() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms");
      for (int i = 0; i < 5; i++)
        story.asks(verify(story, WRONG_CODE)).then(VerifyOutcome.WRONG_CODE, 2);
      story.thenTells(StatusType.ACCEPTED, StatusType.DISPATCHED, StatusType.ATTEMPT_FAILED);
    }
  }

  @Test void aRepeatedSuccessIsTheSameSuccess() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms");
      for (int i = 0; i < 3; i++)
        story.asks(verify(story, RIGHT_CODE)).then(VerifyOutcome.VERIFIED, 0);
      story.thenTells(StatusType.ACCEPTED, StatusType.DISPATCHED, StatusType.VERIFIED);
    }
  }

  @Test void theSameKeyForSomethingElseIsAConflict() {
    try (var story = Scenario.begins()) {
      story.asks(send(story)).asks(Calls.once(story.calls.command(story.calls.code("sms").build()), KEY, "other"));
      assertThat(story.answer()).isEqualTo(new SendRefused(Refusal.IDEMPOTENCY_CONFLICT, 0L));

      story.asks(Calls.once(story.calls.command(story.calls.guess("482916")), KEY, "other"));
      assertThat(story.answer()).isEqualTo(new VerifyAnswer(VerifyOutcome.IDEMPOTENCY_CONFLICT, null, 0, 0L));
      assertThat(story.engine.dispatches("sms")).hasSize(1);
    }
  }

  @Test void aRefusalIsNotStoredSoTheSameKeyMayAskAgain() {
    try (var story = Scenario.issued("sms")) {
      story.sends(story.calls.code("sms")).asks(send(story));
      assertThat(story.answer()).isInstanceOf(SendRefused.class);

      story.passes(Duration.ofSeconds(30)).asks(send(story));
      assertThat(story.answer())
          .isInstanceOfSatisfying(SendAccepted.class, accepted -> assertThat(accepted.getRepeated()).isFalse());
    }
  }

  @Test void aKeyWhoseLifetimeIsOverIsNew() {
    try (var story = Scenario.begins()) {
      story.asks(send(story));
      var first = (SendAccepted) story.answer();

      // One at a time: the beat that forgets it has not come yet in the first case.
      story.engine.command(story.calls.routingKey(), send(story),
          story.engine.now().plus(Duration.ofHours(24)));
      var second = (SendAccepted) story.engine.reply().getBody();
      assertThat(second.getRepeated()).isFalse();
      assertThat(second.getMessageId()).isGreaterThan(first.getMessageId());

      story.passes(Duration.ofHours(24));
      assertThat(story.engine.size('a')).as("the first timer leaves the second answer alone").isEqualTo(1);
      story.passes(Duration.ofHours(24));
      assertThat(story.engine.size('a')).isZero();
    }
  }

  @Test void keysOfOtherRecipientsAndAccountsAreOthers() {
    try (var story = Scenario.begins()) {
      story.asks(send(story));
      var other = new Calls(story.engine.keys, "+380971234568");
      story.engine.command(other.routingKey(), Calls.once(other.command(other.code("sms").build()), KEY));
      assertThat(((SendAccepted) story.engine.reply().getBody()).getRepeated()).isFalse();

      story.asks(OtpCommand.newBuilder(send(story)).setAccountId("a2").build());
      assertThat(((SendAccepted) story.answer()).getRepeated()).isFalse();
    }
  }

  @Test void aLateCommandIsDroppedWhole() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms");
      for (Object body : new Object[]{story.calls.code("sms").build(), story.calls.guess(story.code),
        Calls.cancel(story.id)}) {
        OtpCommand command = Calls.once(story.calls.command(body), "late");
        story.engine.command(story.calls.routingKey(), command,
            story.engine.now().minusMillis(Calls.PATIENCE_MS + 1));
      }
      assertThat(story.engine.replies()).isEmpty();
      assertThat(story.engine.size('a')).isZero();
      assertThat(story.engine.count("otp.commands", "outcome", "late")).isEqualTo(3);
      story.thenTells(StatusType.ACCEPTED, StatusType.DISPATCHED).attempts(RIGHT_CODE).then(VerifyOutcome.VERIFIED);
    }
  }

  @Test void aCommandIsInTimeUpToItsLastMillisecond() {
    try (var story = Scenario.begins()) {
      story.engine.command(story.calls.routingKey(), story.calls.command(story.calls.code("sms").build()),
          story.engine.now().minusMillis(Calls.PATIENCE_MS));
      assertThat(story.engine.reply().getBody()).isInstanceOf(SendAccepted.class);
    }
  }

  @Test void aKeyThatWouldBeKeptForEverIsNonsense() {
    try (var story = Scenario.begins()) {
      for (long lifetimeMs : new long[]{Long.MAX_VALUE, Duration.ofDays(8).toMillis(), 0, -1}) {
        var command = story.calls.command(story.calls.code("sms").build());
        story.engine.command(story.calls.routingKey(), OtpCommand.newBuilder(command)
            .setIdempotency(new Idempotency(KEY, "asked", lifetimeMs)).build());
      }
      assertThat(story.engine.deadLetters()).hasSize(4);
      assertThat(story.engine.replies()).isEmpty();
      story.thenDispatchesNothing();
    }
  }

  private static OtpCommand send(Scenario story) {
    return Calls.once(story.calls.command(story.calls.code("sms").build()), KEY);
  }

  private static OtpCommand verify(Scenario story, String guess) {
    return Calls.once(story.calls.command(story.calls.guess(story.resolved(guess))), KEY);
  }
}
