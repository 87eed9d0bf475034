package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Answer.Refusal;
import dev.otpstream.engine.core.Answer.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The budget of failed attempts of a recipient, which neither a resend nor a new code nor a purpose resets. */
class FailureBudgetTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  @Test void aSpentBudgetComparesNothingAndBurnsNoAttempt() {
    World world = with(2, 100);
    long id = world.sent(Order.aCode().withAttempts(10));
    world.attempts("000000");
    world.attempts("000001");

    Answer.Verified answer = world.attempts(Order.RIGHT);

    assertThat(answer).isEqualTo(new Answer.Verified(Verdict.ATTEMPTS_BUDGET, id, 8, HOUR));
    assertThat(world.compared).isEqualTo(2);
    assertThat(world.last.changes()).isFalse();
  }

  @Test void aNewCodeDoesNotResetIt() {
    World world = with(4, 100);
    world.sent(Order.aCode());
    world.attempts("000000");
    world.attempts("000000");
    world.sent(Order.aCode());
    world.attempts("000000");
    world.attempts("000000");

    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.ATTEMPTS_BUDGET);
  }

  @Test void anotherPurposeDoesNotResetIt() {
    World world = with(3, 100);
    world.sent(Order.aCode().withPurpose("login"));
    long pay = world.sent(Order.aCode().withPurpose("pay"));
    world.attempts("000000");
    world.attempts("000000");
    world.attempts(pay, "000000");

    assertThat(world.attempts(pay, Order.RIGHT).verdict()).isEqualTo(Verdict.ATTEMPTS_BUDGET);
    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.ATTEMPTS_BUDGET);
  }

  @Test void aSuccessDoesNotResetIt() {
    World world = with(2, 100);
    world.sent(Order.aCode());
    world.attempts("000000");
    world.attempts(Order.RIGHT);
    world.sent(Order.aCode());
    world.attempts("000000");

    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.ATTEMPTS_BUDGET);
  }

  @Test void theHourSlidesExactly() {
    World world = with(2, 100);
    world.sent(Order.aCode().withLifetime(DAY).withAttempts(50));
    world.attempts("000000");
    world.passes(Duration.ofMinutes(20));
    world.attempts("000000");

    world.at(World.NOON.plus(HOUR).minusMillis(1));
    assertThat(world.attempts("000000").verdict()).isEqualTo(Verdict.ATTEMPTS_BUDGET);
    world.at(World.NOON.plus(HOUR));
    assertThat(world.attempts("000000").verdict()).as("the first one left the window").isEqualTo(Verdict.WRONG_CODE);
    assertThat(world.attempts("000000").retryAfter()).as("the second one decides now")
        .isEqualTo(Duration.ofMinutes(20));
  }

  @Test void theDaySlidesExactly() {
    World world = with(20, 3);
    world.sent(Order.aCode().withLifetime(Duration.ofDays(7)).withAttempts(50));
    for (int i = 0; i < 3; i++) {
      world.attempts("000000");
      world.passes(HOUR.multipliedBy(2));
    }

    world.at(World.NOON.plus(DAY).minusMillis(1));
    assertThat(world.attempts("000000")).isEqualTo(
        new Answer.Verified(Verdict.ATTEMPTS_BUDGET, world.ids().getFirst(), 47, Duration.ofMillis(1)));
    world.at(World.NOON.plus(DAY));
    assertThat(world.attempts("000000").verdict()).isEqualTo(Verdict.WRONG_CODE);
  }

  @Test void theOwnersNextCodeWorksAfterTheWait() {
    World world = with(2, 100);
    world.sent(Order.aCode());
    world.attempts("000000");
    world.attempts("000000");
    var refused = (Answer.Refused) world.sends(Order.aCode());
    assertThat(refused.refusal()).isEqualTo(Refusal.ATTEMPTS_BUDGET);

    world.passes(refused.retryAfter());
    world.sent(Order.aCode());

    assertThat(world.attempts(Order.RIGHT).verdict()).isEqualTo(Verdict.VERIFIED);
  }

  @Test void whatIsRememberedIsBounded() {
    World world = with(1000, 5);
    world.sent(Order.aCode().withLifetime(Duration.ofDays(7)).withAttempts(100));
    var random = new SplittableRandom(7);
    for (int i = 0; i < 2000; i++) {
      world.attempts("000000");
      world.passes(Duration.ofMinutes(random.nextInt(30)));
    }
    assertThat(world.recipient.failures()).hasSizeLessThanOrEqualTo(1000);
  }

  /** The list is cut to what the windows need; against a model that forgets nothing, no difference may show. */
  @Test void windowsAgreeWithAModelThatForgetsNothing() {
    for (long seed = 1; seed <= 50; seed++) {
      var random = new SplittableRandom(seed);
      var limits = new Limits(List.of(), HOUR, 1 + random.nextInt(6), 1 + random.nextInt(12), DAY);
      var failures = new ArrayList<Instant>();
      Recipient recipient = Recipient.NEW;
      Instant now = World.NOON;
      for (int i = 0; i < 300; i++) {
        now = now.plusSeconds(random.nextInt(3600));
        boolean free = !recipient.attemptsFrom(limits, now).isAfter(now);
        assertThat(free).as("seed %d, step %d", seed, i).isEqualTo(
            within(failures, HOUR, now) < limits.failuresPerHour()
                && within(failures, DAY, now) < limits.failuresPerDay());
        if (free) {
          recipient = recipient.withFailure(limits, now);
          failures.add(now);
        } else {
          Instant from = recipient.attemptsFrom(limits, now);
          assertThat(within(failures, HOUR, from)).isLessThan(limits.failuresPerHour());
          assertThat(within(failures, DAY, from)).isLessThan(limits.failuresPerDay());
        }
      }
    }
  }

  @Test void theDefaultsLeaveAtMostOneInTenThousandADayForSixDigits() {
    Limits shipped = Limits.DEFAULT;
    double guessesPerDay = Math.min(24.0 * shipped.failuresPerHour(), shipped.failuresPerDay());
    // The guess that succeeds is compared too, whatever the budget says about failures.
    assertThat(guessesPerDay / 1_000_000).isLessThanOrEqualTo(0.000_1);
  }

  private static long within(List<Instant> failures, Duration window, Instant now) {
    return failures.stream().filter(failure -> now.isBefore(failure.plus(window))).count();
  }

  private static World with(int failuresPerHour, int failuresPerDay) {
    return new World(new Limits(List.of(), HOUR, failuresPerHour, failuresPerDay, DAY));
  }
}
