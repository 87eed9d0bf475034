package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Answer.Verdict;
import dev.otpstream.engine.core.Command.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptRulesTest {
  private final World world = new World();

  @Test void theRightCodeVerifiesOnce() {
    long id = world.sent(Order.aCode());

    assertThat(world.attempts(Order.RIGHT)).isEqualTo(new Answer.Verified(Verdict.VERIFIED, id, 0, Duration.ZERO));
    assertThat(world.told()).containsExactly(EventType.VERIFIED);
    assertThat(world.ended(id).state()).isEqualTo(State.VERIFIED);
    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.ALREADY_VERIFIED);
    assertThat(world.told()).isEmpty();
    assertThat(world.compared).isEqualTo(1);
  }

  @Test void aWrongCodeSaysHowManyAttemptsAreLeft() {
    long id = world.sent(Order.aCode());

    assertThat(world.attempts("000000")).isEqualTo(new Answer.Verified(Verdict.WRONG_CODE, id, 2, Duration.ZERO));
    assertThat(world.told()).containsExactly(EventType.ATTEMPT_FAILED);
    assertThat(world.newest().attemptsLeft()).isEqualTo(2);
    assertThat(world.live(id).state()).as("a guess is no delivery").isEqualTo(State.DISPATCHED);
  }

  @Test void aWrongAttemptIsCountedOnTheCodeAndOnTheRecipient() {
    long id = world.sent(Order.aCode());

    world.attempts("000000");

    assertThat(world.live(id).code().orElseThrow().attemptsUsed()).isEqualTo(1);
    assertThat(world.recipient.failures()).containsExactly(World.NOON);
  }

  @Test void theLastAttemptMayStillBeTheRightOne() {
    world.sent(Order.aCode());
    world.attempts("000000");
    world.attempts("000001");

    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.VERIFIED);
  }

  @Test void theLastWrongAttemptEndsTheCode() {
    long id = world.sent(Order.aCode());
    world.attempts("000000");
    world.attempts("000001");

    assertThat(world.attempts("000002")).isEqualTo(new Answer.Verified(Verdict.WRONG_CODE, id, 0, Duration.ZERO));
    assertThat(world.told()).containsExactly(EventType.ATTEMPT_FAILED, EventType.ATTEMPTS_USED);
    assertThat(world.ended(id).state()).isEqualTo(State.ATTEMPTS_USED);
  }

  @Test void afterThatTheRightCodeIsRefusedAndNotEvenCompared() {
    world.sent(Order.aCode());
    for (int i = 0; i < 3; i++)
      world.attempts("000000");

    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.ATTEMPTS_USED);
    assertThat(world.compared).isEqualTo(3);
  }

  @Test void oneAttemptAllowedIsOneAttempt() {
    world.sent(Order.aCode().withAttempts(1));

    assertThat(world.attempts("000000").attemptsLeft()).isZero();
    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.ATTEMPTS_USED);
  }

  @Test void aMillisecondBeforeItsEndTheCodeVerifies() {
    world.sent(Order.aCode());
    world.passes(Duration.ofMinutes(5).minusMillis(1));

    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.VERIFIED);
  }

  @Test void atTheVeryInstantOfItsEndItDoesNot() {
    long id = world.sent(Order.aCode());
    world.passes(Duration.ofMinutes(5));

    assertThat(world.attempts(Order.RIGHT)).isEqualTo(new Answer.Verified(Verdict.EXPIRED, id, 0, Duration.ZERO));
    assertThat(world.compared).isZero();
    assertThat(world.told()).containsExactly(EventType.EXPIRED);
    assertThat(world.attempts(Order.RIGHT).verdict()).as("and stays so").isEqualTo(Verdict.EXPIRED);
    assertThat(world.told()).isEmpty();
  }

  @Test void withoutACodeThereIsNothingToCompareWith() {
    assertThat(world.attempts(Order.RIGHT)).isEqualTo(Answer.Verified.of(Verdict.NO_ACTIVE_CODE, 0));

    long text = world.sent(Order.aText());
    assertThat(world.attempts(text, Order.RIGHT)).isEqualTo(Answer.Verified.of(Verdict.NO_ACTIVE_CODE, text));
    assertThat(world.last.changes()).isFalse();
  }

  @Test void aCancelledCodeDoesNotVerify() {
    long id = world.sent(Order.aCode());
    world.cancels(id);

    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.ENDED);
    assertThat(world.compared).isZero();
  }

  @Test void anUndeliverableCodeDoesNotVerify() {
    long id = world.sent(Order.aCode().by("sms"));
    world.reports(id, 1, Outcome.REFUSED);

    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.ENDED);
  }

  @Test void aCodeVerifiesWhateverBecameOfItsDelivery() {
    for (Outcome outcome : List.of(Outcome.SENT, Outcome.UNCLEAR, Outcome.DELIVERED, Outcome.READ, Outcome.REFUSED)) {
      var one = new World();
      long id = one.sent(Order.aCode());
      one.reports(id, 1, outcome);
      assertThat(one.attempts(Order.RIGHT).verdict()).as("after " + outcome).isEqualTo(Verdict.VERIFIED);
    }
  }
}
