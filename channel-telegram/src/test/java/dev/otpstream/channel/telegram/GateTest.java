package dev.otpstream.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.channel.telegram.Gate.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Duration PATIENT = Duration.ofSeconds(30);

  @Test void noSecondSeesMoreThanItShould() {
    int perSecond = 5;
    var gate = new Gate(perSecond);
    List<Long> passed = new ArrayList<>();
    for (long now = System.nanoTime(); passed.size() < 10 * perSecond;) {
      long wait = gate.tryPass(Urgency.MESSAGE, now);
      if (wait <= 0) passed.add(now);
      now += Math.max(wait, 0) + passed.size() % 3; // at once, or a moment later
    }
    for (int i = perSecond; i < passed.size(); i++)
      assertThat(Duration.ofNanos(passed.get(i) - passed.get(i - perSecond))).isGreaterThan(Duration.ofSeconds(1));
    assertThat(Duration.ofNanos(passed.getLast() - passed.getFirst())).isLessThan(Duration.ofSeconds(11));
  }

  @Test void manyWhoWaitAllPass() throws InterruptedException {
    var gate = new Gate(10);
    for (int i = 0; i < 12; i++)
      assertThat(gate.pass(i % 2 == 0 ? Urgency.MESSAGE : Urgency.ANSWER, PATIENT)).isTrue();
  }

  @Test void whoHasNoPatienceGoesAway() throws InterruptedException {
    var gate = new Gate(1);
    assertThat(gate.pass(Urgency.MESSAGE, Duration.ZERO)).isTrue();
    assertThat(gate.pass(Urgency.MESSAGE, Duration.ofMillis(1))).isFalse();
  }

  @Test void duringAPauseNobodyPasses() throws InterruptedException {
    var gate = new Gate(1000);
    gate.pause(Duration.ofHours(1));
    assertThat(gate.pass(Urgency.ANSWER, Duration.ofMillis(1))).isFalse();
  }
}
