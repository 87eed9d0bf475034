package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant AFTER_PAUSE = NOW.plus(Circuit.PAUSE);
  private static final SendOutcome DOWN = new Unavailable("refused");
  private static final SendOutcome ACCEPTED = new Accepted(List.of(), 1);

  @Test void opensAfterFailuresInARow() {
    assertThat(after(Circuit.FAILURES_MAX - 1, DOWN).refuses(NOW)).isFalse();
    assertThat(after(Circuit.FAILURES_MAX, DOWN).refuses(NOW)).isTrue();
  }

  @Test void aProviderThatDoesNotKnowUsCountsAsFailing() {
    assertThat(after(Circuit.FAILURES_MAX, new Rejected(Reason.PROVIDER_CONFIGURATION, "TOKEN")).refuses(NOW)).isTrue();
  }

  @Test void anAnswerAboutAMessageEndsTheRow() {
    var almost = after(Circuit.FAILURES_MAX - 1, DOWN).after(new Rejected(Reason.RECIPIENT_INVALID, ""), NOW);
    assertThat(almost.after(DOWN, NOW).refuses(NOW)).isFalse();
  }

  @Test void aProviderThatFallsSilentCountsAsFailing() {
    assertThat(after(Circuit.FAILURES_MAX - 1, new Unclear("silence")).refuses(NOW)).isFalse();
    assertThat(after(Circuit.FAILURES_MAX, new Unclear("silence")).refuses(NOW)).isTrue();
  }

  @Test void afterAPauseOneMayProbeWhileTheOthersWait() {
    var open = after(Circuit.FAILURES_MAX, DOWN);
    assertThat(open.refuses(AFTER_PAUSE)).isFalse();
    var probing = open.passed(AFTER_PAUSE);
    assertThat(probing.refuses(AFTER_PAUSE)).isTrue();
    assertThat(probing.refuses(AFTER_PAUSE.plus(Circuit.PROBE_MAX))).isFalse();
  }

  @Test void aGoodProbeCloses() {
    var probing = after(Circuit.FAILURES_MAX, DOWN).passed(AFTER_PAUSE);
    assertThat(probing.after(ACCEPTED, AFTER_PAUSE)).isEqualTo(Circuit.CLOSED);
  }

  @Test void aFailedOrUnclearProbeMeansAnotherPause() {
    var probing = after(Circuit.FAILURES_MAX, DOWN).passed(AFTER_PAUSE);
    for (SendOutcome outcome : List.of(DOWN, new Unclear("silence"))) {
      var again = probing.after(outcome, AFTER_PAUSE);
      assertThat(again.refuses(AFTER_PAUSE.plusMillis(1))).isTrue();
      assertThat(again.refuses(AFTER_PAUSE.plus(Circuit.PAUSE))).isFalse();
    }
  }

  private static Circuit after(int times, SendOutcome outcome) {
    var circuit = Circuit.CLOSED;
    for (int i = 0; i < times; i++)
      circuit = circuit.after(outcome, NOW);
    return circuit;
  }
}
