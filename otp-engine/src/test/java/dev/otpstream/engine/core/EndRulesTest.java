package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Command.Outcome;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How messages end, what is left of them, and when they are forgotten. */
class EndRulesTest {
  private final World world = new World();

  @Test void aMessageExpiresByTheClock() {
    long id = world.sent(Order.aCode().by("sms"));

    world.isDue(id);

    assertThat(world.told()).containsExactly(EventType.EXPIRED);
    assertThat(world.ended(id).state()).isEqualTo(State.EXPIRED);
  }

  @Test void aTickTooEarlyIsHarmless() {
    long id = world.sent(Order.aCode());
    world.ticks(id);

    assertThat(world.last).isEqualTo(Decision.nothing());
  }

  @Test void aLateClockExpiresInsteadOfFallingBack() {
    long id = world.sent(Order.aCode());
    world.passes(Duration.ofHours(3)).ticks(id);

    assertThat(world.told()).containsExactly(EventType.EXPIRED);
    assertThat(world.ordered()).isEmpty();
  }

  @Test void cancelEndsALiveMessage() {
    long id = world.sent(Order.aCode());

    assertThat(world.cancels(id)).isEqualTo(new Answer.Cancelled(true, id, State.CANCELLED));
    assertThat(world.told()).containsExactly(EventType.CANCELLED);
    assertThat(world.newest().reason()).isEmpty();
  }

  @Test void cancellingTwiceSaysSoTwiceAndTellsOnce() {
    long id = world.sent(Order.aCode());
    world.cancels(id);

    assertThat(world.cancels(id)).isEqualTo(new Answer.Cancelled(true, id, State.CANCELLED));
    assertThat(world.told()).isEmpty();
  }

  @Test void whatEndedOtherwiseIsNotCancelled() {
    long id = world.sent(Order.aCode());
    world.attempts(Order.RIGHT);

    assertThat(world.cancels(id)).isEqualTo(new Answer.Cancelled(false, id, State.VERIFIED));
  }

  @Test void whatIsOverIsNotCancelled() {
    long id = world.sent(Order.aCode());
    world.at(world.live(id).facts().expiresAt());

    assertThat(world.cancels(id)).isEqualTo(new Answer.Cancelled(false, id, State.EXPIRED));
    assertThat(world.told()).containsExactly(EventType.EXPIRED);
  }

  @Test void whatNeverWasIsUnknown() {
    assertThat(world.cancels(4711)).isEqualTo(new Answer.Unknown());
    assertThat(world.asksFor(4711)).isEqualTo(new Answer.Unknown());
  }

  @Test void aQueryTellsAndChangesNothing() {
    long id = world.sent(Order.aCode());

    assertThat(world.asksFor(id)).isEqualTo(new Answer.Standing(world.live(id)));
    assertThat(world.last.changes()).isFalse();
    assertThat(world.told()).isEmpty();
  }

  @Test void anEndAbsorbsWhateverComes() {
    long id = world.sent(Order.aCode());
    world.cancels(id);
    Message end = world.ended(id);

    for (Outcome outcome : Outcome.values())
      world.reports(id, 1, outcome);
    world.attempts(id, Order.RIGHT);
    world.cancels(id);
    world.ticks(id);

    assertThat(world.messages.get(id)).isEqualTo(end);
    assertThat(world.newest().type()).isEqualTo(EventType.CANCELLED);
  }

  @Test void anEndKeepsNothingThatIsSecret() {
    var secret = List.of(Code.class, CodeDigest.class, Sealed.class, RouteStep.class);
    assertThat(Arrays.stream(Message.Ended.class.getRecordComponents()).map(RecordComponent::getType))
        .doesNotContainAnyElementsOf(secret);
    // The hook's URL is all that stays sealed: the caller still has to be told of the end.
    assertThat(Arrays.stream(Message.Facts.class.getRecordComponents()).map(RecordComponent::getType))
        .doesNotContainAnyElementsOf(secret);
  }

  @Test void anEndCanBeAskedForUntilItIsForgotten() {
    long id = world.sent(Order.aCode());
    world.attempts(Order.RIGHT);

    world.passes(world.limits.retention().minusMillis(1)).ticks(id);
    assertThat(world.asksFor(id)).isInstanceOf(Answer.Standing.class);

    world.passes(Duration.ofMillis(1)).ticks(id);
    assertThat(world.last.forgotten()).containsExactly(id);
    assertThat(world.recipient.codes()).isEmpty();
    assertThat(world.asksFor(id)).isEqualTo(new Answer.Unknown());
  }

  @Test void forgettingAnOldCodeLeavesTheNewerOneOfItsPurpose() {
    long old = world.sent(Order.aCode());
    world.passes(Duration.ofHours(23));
    long fresh = world.sent(Order.aCode().withLifetime(Duration.ofDays(2)));

    world.at(world.ended(old).forgetAt()).ticks(old);

    assertThat(world.recipient.codes()).containsExactly(Map.entry("login", fresh));
    assertThat(world.last.recipient()).as("unchanged").isEmpty();
    assertThat(world.attempts(Order.RIGHT).messageId()).isEqualTo(fresh);
  }

  @Test void aRecipientIsForgottenOnceNothingOfItMattersAnyMore() {
    long id = world.sent(Order.aCode());
    world.attempts("000000");
    assertThat(world.recipient.forgettableFrom(world.limits)).as("a code is kept").isEqualTo(Instant.MAX);

    world.isDue(id).isDue(id).isDue(id);

    assertThat(world.messages).isEmpty();
    assertThat(world.recipient.forgettableFrom(world.limits)).as("the failure counts for a day")
        .isEqualTo(World.NOON.plus(Duration.ofDays(1)));
  }

  @Test void withoutFailuresTheLadderDecides() {
    long id = world.sent(Order.aCode());
    world.isDue(id).isDue(id).isDue(id);

    assertThat(world.recipient.forgettableFrom(world.limits)).isEqualTo(World.NOON.plus(world.limits.coolDownReset()));
  }

  @Test void aTextEndsWithItsReading() {
    long id = world.sent(Order.aText());
    world.reports(id, 1, Outcome.DELIVERED);
    assertThat(world.live(id).state()).as("it may still be read").isEqualTo(State.DELIVERED);

    world.reports(id, 1, Outcome.READ);

    assertThat(world.told()).containsExactly(EventType.READ);
    assertThat(world.ended(id).state()).isEqualTo(State.READ);
  }

  @Test void aDeliveredTextEndsQuietlyWhenItsLifeIsOver() {
    long id = world.sent(Order.aText());
    world.reports(id, 1, Outcome.DELIVERED);

    world.isDue(id);

    assertThat(world.told()).as("all was said").isEmpty();
    assertThat(world.ended(id).state()).isEqualTo(State.DELIVERED);
    assertThat(world.ended(id).sequence()).isEqualTo(3);
  }

  @Test void aTextDeliveredByAnAbandonedChannelOnlyExpires() {
    long id = world.sent(Order.aText());
    world.isDue(id).reports(id, 2, Outcome.REFUSED).reports(id, 1, Outcome.DELIVERED);
    assertThat(world.told()).as("it is recorded").containsExactly(EventType.DELIVERED);

    world.isDue(id);

    assertThat(world.ended(id).state()).as("and changes nothing").isEqualTo(State.EXPIRED);
  }

  @Test void aTextThatNobodyConfirmedExpires() {
    long id = world.sent(Order.aText());
    world.reports(id, 1, Outcome.SENT);

    world.at(world.live(id).facts().expiresAt()).ticks(id);

    assertThat(world.told()).containsExactly(EventType.EXPIRED);
  }

  @Test void aReadCodeWaitsForItsVerification() {
    long id = world.sent(Order.aCode());
    world.reports(id, 1, Outcome.READ);

    assertThat(world.live(id).state()).isEqualTo(State.READ);
    world.attempts(Order.RIGHT);
    assertThat(world.ended(id).state()).isEqualTo(State.VERIFIED);
  }
}
