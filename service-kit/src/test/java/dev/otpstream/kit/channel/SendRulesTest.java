package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.Next.Report;
import dev.otpstream.kit.channel.Next.RetryAt;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant SOON = NOW.plusSeconds(60);
  private static final SendRules RULES = new SendRules(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)));

  @Test void whatTheProviderTookIsReportedWithItsIds() {
    assertThat(RULES.next(new Accepted(List.of("a", "b"), 2), 1, SOON, NOW))
        .isEqualTo(new Report(new SendReport(DeliveryOutcome.SENT, List.of("a", "b"), 2, null, null, null)));
  }

  @Test void aRejectionIsReportedInBothWords() {
    assertThat(RULES.next(new Rejected(Reason.RECIPIENT_INVALID, "BAD_NUMBER"), 1, SOON, NOW))
        .isEqualTo(new Report(SendReport.refused(Reason.RECIPIENT_INVALID, "BAD_NUMBER")));
  }

  @Test void whatMayHaveGoneOutIsNeverSentAgain() {
    assertThat(RULES.next(new Unclear("silence"), 1, SOON, NOW)).isEqualTo(new Report(SendReport.unclear()));
  }

  @Test void anUnreachableProviderIsTriedAgainWithGrowingPauses() {
    assertThat(RULES.next(new Unavailable("refused"), 1, SOON, NOW)).isEqualTo(new RetryAt(NOW.plusSeconds(1)));
    assertThat(RULES.next(new Unavailable("refused"), 2, SOON, NOW)).isEqualTo(new RetryAt(NOW.plusSeconds(2)));
  }

  @Test void afterTheLastPauseTheNextChannelIsBetter() {
    assertThat(RULES.next(new Unavailable("refused"), 3, SOON, NOW))
        .isEqualTo(new Report(SendReport.refused(Reason.PROVIDER_UNAVAILABLE, null)));
  }

  @Test void nothingIsTriedAgainWhenTheCodeWillBeDead() {
    assertThat(RULES.next(new Unavailable("refused"), 1, NOW.plusSeconds(1), NOW))
        .isEqualTo(new Report(SendReport.refused(Reason.PROVIDER_UNAVAILABLE, null)));
    assertThat(RULES.next(new Throttled(Duration.ofSeconds(60)), 1, SOON, NOW))
        .isEqualTo(new Report(SendReport.refused(Reason.PROVIDER_THROTTLED, null)));
  }

  @Test void aThrottledDispatchWaitsAsLongAsTheProviderAsks() {
    assertThat(RULES.next(new Throttled(Duration.ofSeconds(7)), 9, SOON, NOW))
        .isEqualTo(new RetryAt(NOW.plusSeconds(7)));
  }

  @Test void aThrottleWithoutATimeIsNoTightLoop() {
    assertThat(RULES.next(new Throttled(Duration.ZERO), 1, SOON, NOW))
        .isEqualTo(new RetryAt(NOW.plus(SendRules.THROTTLE_WAIT_MIN)));
  }

  @Test void anAbsurdPauseIsARefusal() {
    assertThat(RULES.next(new Throttled(Duration.ofSeconds(Long.MAX_VALUE)), 1, SOON, NOW))
        .isEqualTo(new Report(SendReport.refused(Reason.PROVIDER_THROTTLED, null)));
  }
}
