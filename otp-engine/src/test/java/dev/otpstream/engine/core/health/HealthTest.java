package dev.otpstream.engine.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How a channel is judged by what became of its dispatches. */
class HealthTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<Sign> SIGNS = List.of(Sign.WELL, Sign.FAILING, Sign.NOTHING);
  private Window window = Window.EMPTY;
  private Instant now = NOON;

  @Test void nobodyIsJudgedByFourFailures() {
    each(Duration.ofSeconds(1), 4, Sign.FAILING);
    assertThat(judged().failing()).isFalse();
    each(Duration.ofSeconds(1), 1, Sign.FAILING);
    assertThat(judged().failing()).isTrue();
  }

  @Test void aDeadProviderIsSeenWithinSecondsOfManyGoodOnes() {
    each(Duration.ofMillis(50), 600, Sign.WELL);
    Instant dead = now;
    while (!judged().failing())
      each(Duration.ofMillis(50), 1, Sign.FAILING);
    assertThat(Duration.between(dead, now)).isLessThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test void silenceIsAFailureOnceItIsOverdue() {
    each(Duration.ofMillis(50), 200, Sign.WELL);
    Instant silent = now;
    while (!judged().failing()) {
      now = now.plusMillis(50);
      window = window.asked(now);
    }
    assertThat(Duration.between(silent, now))
        .isBetween(Second.ANSWER_MAX, Second.ANSWER_MAX.plus(Duration.ofSeconds(3)));
  }

  @Test void anAnswerThatComesTooLateIsAFailure() {
    for (int i = 0; i < 5; i++) {
      Instant asked = now;
      window = window.asked(asked);
      now = now.plus(Second.ANSWER_MAX).plusMillis(1);
      window = window.answered(asked, Sign.WELL, now);
    }
    assertThat(judged()).isEqualTo(new Judgement(5, 5, Second.ANSWER_MAX.plusMillis(1), true));
  }

  @Test void whatWaitsForItsAnswerIsNoFailureYet() {
    for (int i = 0; i < 30; i++)
      window = window.asked(now);
    now = now.plus(Second.ANSWER_MAX);
    assertThat(judged().failing()).isFalse();
    now = now.plusSeconds(1);
    assertThat(judged()).isEqualTo(new Judgement(30, 30, Duration.ZERO, true));
  }

  @Test void whatIsToldTwiceCountsNothingBelowZero() {
    window = window.asked(now).answered(now, Sign.NOTHING, now).answered(now, Sign.NOTHING, now);
    assertThat(window.seconds()).extracting(Second::asked).containsExactly(0);
  }

  @Test void anAnswerThatIsDatedBeforeItsOrderTookNoTime() {
    window = window.asked(now).answered(now, Sign.WELL, now.minusMillis(300));
    assertThat(window.seconds()).extracting(Second::took).containsExactly(Duration.ZERO);
  }

  @Test void fewerThanHalfOfThemFailingIsWell() {
    for (int i = 0; i < 20; i++) {
      each(Duration.ofSeconds(1), 1, Sign.FAILING);
      each(Duration.ofSeconds(1), 2, Sign.WELL);
    }
    each(Duration.ofSeconds(1), 1, Sign.FAILING);
    assertThat(judged().failing()).isFalse();
  }

  @Test void threeGoodAnswersInARowBringItBack() {
    each(Duration.ofMillis(50), 100, Sign.FAILING);
    each(Duration.ofSeconds(2), 2, Sign.WELL);
    assertThat(judged().failing()).isTrue();
    each(Duration.ofSeconds(2), 1, Sign.WELL);
    assertThat(judged().failing()).isFalse();
  }

  @Test void aFailureBetweenThemBeginsTheCountAnew() {
    each(Duration.ofMillis(50), 100, Sign.FAILING);
    each(Duration.ofSeconds(2), 2, Sign.WELL);
    each(Duration.ofSeconds(2), 1, Sign.FAILING);
    each(Duration.ofSeconds(2), 2, Sign.WELL);
    assertThat(judged().failing()).isTrue();
  }

  @Test void whatIsOlderThanAMinuteCountsForNothing() {
    each(Duration.ofSeconds(1), 20, Sign.FAILING);
    assertThat(judged().failing()).isTrue();
    now = now.plus(Window.LIFE).minusSeconds(3);
    assertThat(judged().judged()).isEqualTo(4);
    assertThat(judged().failing()).isFalse();
  }

  @Test void whatSaysNothingOfTheChannelIsTakenBack() {
    each(Duration.ofSeconds(1), 10, Sign.NOTHING);
    now = now.plus(Second.ANSWER_MAX.multipliedBy(2));
    assertThat(judged()).isEqualTo(new Judgement(0, 0, Duration.ZERO, false));
  }

  @Test void aSendThatALostWorkerLeftSaysNothingOfTheChannel() {
    assertThat(Sign.of(unclear(Reason.NO_ANSWER))).contains(Sign.FAILING);
    assertThat(Sign.of(unclear(Reason.OTHER))).contains(Sign.NOTHING);
  }

  private static Command.Report unclear(Reason reason) {
    return new Command.Report(1, Command.Outcome.UNCLEAR, "telegram-gateway", Optional.of(reason), Optional.empty(),
        List.of(), 1, Optional.empty());
  }

  @Test void partitionsWithOneDispatchEachJudgeTogether() {
    List<Window> partitions = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Instant asked = now.plusMillis(50L * i);
      partitions.add(Window.EMPTY.asked(asked).answered(asked, Sign.FAILING, asked.plusMillis(10)));
    }
    now = now.plusSeconds(2);
    assertThat(partitions).noneMatch(one -> Judgement.of(List.of(one), now).failing());
    assertThat(Health.of(Map.of("telegram", partitions), now).failing()).containsExactly("telegram");
  }

  @Test void aWindowStaysSmallWhateverComes() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 50_000; i++) {
      now = now.plusMillis(random.nextLong(random.nextInt(10) == 0 ? 20_000 : 400));
      window = random.nextBoolean()
          ? window.asked(now)
          : window.answered(now.minusMillis(random.nextLong(30_000)), SIGNS.get(random.nextInt(SIGNS.size())), now);
      assertThat(window.seconds()).hasSizeLessThan(64);
      assertThat(window.seconds()).extracting(Second::second).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test void aSmallShareOfMessagesProbesWhateverTheirPartition() {
    var few = new Health(Set.of("telegram"), Health.PROBE_ONE_OF);
    for (int partition = 0; partition < 24; partition++) {
      int from = partition;
      long probes = LongStream.range(0, 20_000).map(counter -> counter * 1024 + from).filter(few::probes).count();
      assertThat(probes).as("partition %d", partition).isBetween(300L, 500L);
    }
  }

  @Test void littleTrafficProbesMore() {
    each(Duration.ofSeconds(1), 20, Sign.FAILING);
    assertThat(Health.of(Map.of("telegram", List.of(window)), now).probeOneOf()).isEqualTo(Health.PROBE_ONE_OF_FEW);
    each(Duration.ofMillis(20), 500, Sign.FAILING);
    assertThat(Health.of(Map.of("telegram", List.of(window)), now).probeOneOf()).isEqualTo(Health.PROBE_ONE_OF);
  }

  private Judgement judged() {
    return Judgement.of(List.of(window), now);
  }

  /** So many dispatches, one after the other, each answered at once. */
  private void each(Duration pause, int times, Sign sign) {
    for (int i = 0; i < times; i++) {
      now = now.plus(pause);
      window = window.asked(now).answered(now, sign, now);
    }
  }
}
