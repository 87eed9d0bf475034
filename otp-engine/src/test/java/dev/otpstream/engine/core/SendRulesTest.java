package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Answer.Refusal;
import dev.otpstream.engine.core.Answer.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendRulesTest {
  private final World world = new World();

  @Test void anAcceptedSendIsToldAndDispatchedToTheFirstChannel() {
    long id = world.sent(Order.aCode());

    assertThat(world.told()).containsExactly(EventType.ACCEPTED, EventType.DISPATCHED);
    assertThat(world.ordered()).containsExactly("telegram");
    assertThat(world.live(id).state()).isEqualTo(State.DISPATCHED);
    assertThat(world.live(id).sequence()).isEqualTo(2);
  }

  @Test void theAnswerSaysWhenTheCodeEndsAndWhenTheNextMayBeSent() {
    world.sent(Order.aCode());
    Answer answer = world.sends(Order.aCode());

    assertThat(answer).isEqualTo(new Answer.Accepted(1002, "telegram", World.NOON.plus(Duration.ofMinutes(5)),
        World.NOON.plusSeconds(30)));
  }

  @Test void aReferenceIsRememberedBeforeAnythingIsSent() {
    long id = world.sent(Order.aCode().withReference("a1/order-7"));

    assertThat(world.last.effects()).contains(new Effect.Remember("a1/order-7", id, 0, "a1"));
  }

  @Test void aTextNeitherCountsNorWaits() {
    for (int i = 0; i < 20; i++)
      world.sent(Order.aText());

    assertThat(world.recipient).isEqualTo(Recipient.NEW);
    assertThat(world.sends(Order.aCode())).isInstanceOf(Answer.Accepted.class);
  }

  @Test void theLadderAsksForMorePatienceWithEachCode() {
    List<Duration> ladder = List.of(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(60),
        Duration.ofSeconds(120), Duration.ofMinutes(5), Duration.ofMinutes(5));
    for (Duration wait : ladder) {
      world.sent(Order.aCode());
      if (wait.isPositive()) {
        world.passes(wait.minusMillis(1));
        assertThat(world.sends(Order.aCode())).isEqualTo(new Answer.Refused(Refusal.COOL_DOWN, Duration.ofMillis(1)));
        world.passes(Duration.ofMillis(1));
      }
    }
  }

  @Test void aRefusalChangesNothing() {
    world.sent(Order.aCode());
    world.sent(Order.aCode());
    Recipient before = world.recipient;

    world.sends(Order.aCode());

    assertThat(world.last.changes()).isFalse();
    assertThat(world.last.effects()).isEmpty();
    assertThat(world.recipient).isEqualTo(before);
  }

  @Test void theLadderIsSharedByAllPurposes() {
    world.sent(Order.aCode().withPurpose("login"));
    world.sent(Order.aCode().withPurpose("pay"));

    assertThat(world.sends(Order.aCode().withPurpose("sign")))
        .isEqualTo(new Answer.Refused(Refusal.COOL_DOWN, Duration.ofSeconds(30)));
  }

  @Test void theLadderStartsAgainAfterTheResetTime() {
    for (int i = 0; i < 4; i++)
      world.passes(Duration.ofMinutes(5)).sent(Order.aCode());

    world.passes(world.limits.coolDownReset());
    world.sent(Order.aCode());

    assertThat(world.sends(Order.aCode())).as("the first resend is free again").isInstanceOf(Answer.Accepted.class);
  }

  @Test void theLadderDoesNotStartAgainAMomentBefore() {
    world.sent(Order.aCode());
    world.passes(world.limits.coolDownReset().minusMillis(1));
    world.sent(Order.aCode());

    assertThat(world.sends(Order.aCode())).isInstanceOf(Answer.Refused.class);
  }

  @Test void aSuccessStartsTheLadderAgain() {
    for (int i = 0; i < 4; i++)
      world.passes(Duration.ofMinutes(5)).sent(Order.aCode());
    world.attempts(Order.RIGHT);

    assertThat(world.sends(Order.aCode())).isInstanceOf(Answer.Accepted.class);
    assertThat(world.sends(Order.aCode())).isInstanceOf(Answer.Accepted.class);
    assertThat(world.sends(Order.aCode())).isInstanceOf(Answer.Refused.class);
  }

  @Test void aCallerMayLeaveTheLadderOutButItsSendsCount() {
    for (int i = 0; i < 3; i++)
      world.sent(Order.aCode().withoutCoolDown());

    assertThat(world.sends(Order.aCode())).isEqualTo(new Answer.Refused(Refusal.COOL_DOWN, Duration.ofSeconds(60)));
  }

  @Test void anEmptyLadderNeverWaits() {
    var free = new World(new Limits(List.of(), Duration.ofHours(1), 20, 100, Duration.ofHours(24)));
    for (int i = 0; i < 10; i++)
      free.sent(Order.aCode());
  }

  @Test void aNewCodeEndsTheOldOneOfItsPurpose() {
    long old = world.sent(Order.aCode().withCode("111111"));
    long fresh = world.sent(Order.aCode().withCode("222222"));

    assertThat(world.ended(old).state()).isEqualTo(State.CANCELLED);
    assertThat(world.told()).containsExactly(EventType.CANCELLED, EventType.ACCEPTED, EventType.DISPATCHED);
    assertThat(world.events).filteredOn(event -> event.type() == EventType.CANCELLED)
        .hasSize(1).allSatisfy(event -> assertThat(event.reason()).contains(Reason.SUPERSEDED));
    assertThat(world.attempts(old, "111111").verdict()).isEqualTo(Verdict.ENDED);
    assertThat(world.attempts("111111").verdict()).isEqualTo(Verdict.WRONG_CODE);
    assertThat(world.attempts(fresh, "222222").verdict()).isEqualTo(Verdict.VERIFIED);
  }

  @Test void codesOfOtherPurposesLiveSideBySide() {
    long login = world.sent(Order.aCode().withPurpose("login").withCode("111111"));
    long pay = world.sent(Order.aCode().withPurpose("pay").withCode("222222"));

    assertThat(world.attempts(login, "222222").verdict()).as("another purpose's code").isEqualTo(Verdict.WRONG_CODE);
    assertThat(world.attempts(login, "111111").verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(world.attempts(pay, "222222").verdict()).isEqualTo(Verdict.VERIFIED);
  }

  @Test void whoWantsNoReplacingIsRefusedWhileACodeLives() {
    long old = world.sent(Order.aCode());
    world.passes(Duration.ofMinutes(1));

    assertThat(world.sends(Order.aCode().withoutReplacing()))
        .isEqualTo(new Answer.Refused(Refusal.ACTIVE_CODE, Duration.ofMinutes(4)));
    assertThat(world.live(old).state()).isEqualTo(State.DISPATCHED);
  }

  @Test void wrongAttemptsDoNotMakeRoomForWhoWantsNoReplacing() {
    long guessed = world.sent(Order.aCode().withAttempts(1));
    world.attempts(guessed, Order.RIGHT + "0");

    assertThat(world.sends(Order.aCode().withoutReplacing()))
        .isEqualTo(new Answer.Refused(Refusal.ACTIVE_CODE, Duration.ofMinutes(5)));
    world.passes(Duration.ofMinutes(5));
    world.sent(Order.aCode().withoutReplacing());
  }

  @Test void aRightAttemptMakesRoomForWhoWantsNoReplacing() {
    world.attempts(world.sent(Order.aCode()), Order.RIGHT);

    world.sent(Order.aCode().withoutReplacing());
  }

  @Test void whoWantsNoReplacingIsServedOnceTheOldCodeEnded() {
    long old = world.sent(Order.aCode());
    world.at(world.live(old).facts().expiresAt());

    world.sent(Order.aCode().withoutReplacing());

    assertThat(world.ended(old).state()).as("its life was over before the new one").isEqualTo(State.EXPIRED);
  }

  @Test void aCodeIsRefusedWhileTheBudgetOfFailuresIsSpent() {
    var strict = new World(new Limits(List.of(), Duration.ofHours(1), 2, 10, Duration.ofHours(24)));
    strict.sent(Order.aCode());
    strict.attempts("000000");
    strict.passes(Duration.ofMinutes(2));
    strict.attempts("000000");

    assertThat(strict.sends(Order.aCode()))
        .isEqualTo(new Answer.Refused(Refusal.ATTEMPTS_BUDGET, Duration.ofMinutes(58)));
    assertThat(strict.sends(Order.aText())).as("a text gives nothing to guess").isInstanceOf(Answer.Accepted.class);
  }

  @Test void purposesOfARecipientAreBounded() {
    var free = new World(new Limits(List.of(), Duration.ofHours(1), 20, 100, Duration.ofHours(24)));
    for (int i = 0; i < Recipient.PURPOSES_MAX; i++)
      free.sent(Order.aCode().withPurpose("purpose-" + i));

    assertThat(free.sends(Order.aCode().withPurpose("one more")))
        .isEqualTo(new Answer.Refused(Refusal.COOL_DOWN, Duration.ofHours(1)));
    assertThat(free.sends(Order.aCode().withPurpose("purpose-7"))).isInstanceOf(Answer.Accepted.class);
  }

  @Test void anOrderPrintsNoSecret() {
    Command.Send send = Order.aCode().send(1);
    assertThat(send.toString()).doesNotContain(Order.RIGHT, "380971234567");
    assertThat(send.accepted(Instant.EPOCH).toString()).doesNotContain(Order.RIGHT, "380971234567");
    assertThat(send.code().orElseThrow().toString()).contains("redacted").doesNotContain(Order.RIGHT);
    assertThat(new Command.Attempt(_ -> true).toString()).contains("redacted");
  }
}
