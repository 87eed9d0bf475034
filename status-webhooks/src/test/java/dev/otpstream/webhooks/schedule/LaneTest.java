package dev.otpstream.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.webhooks.HookFixtures;
import dev.otpstream.webhooks.call.CallOutcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Instant NOON = HookFixtures.NOON;
  private static final LaneLimits LIMITS = new LaneLimits(4, 32, Duration.ofSeconds(1), Duration.ofSeconds(60),
      Duration.ofDays(3), Duration.ofDays(1));
  private static final Duration QUICK = Duration.ofMillis(20);
  private static final CallOutcome DELIVERED = new CallOutcome.Delivered(200);
  private static final CallOutcome DOWN = new CallOutcome.NoAnswer("connect");

  @Test void aLaneHasRoomUpToItsWidth() {
    Lane lane = Lane.fresh(LIMITS);
    for (int i = 0; i < 4; i++) {
      assertThat(lane.hasRoom(NOON)).isTrue();
      lane = lane.called();
    }
    assertThat(lane.hasRoom(NOON)).isFalse();
  }

  @Test void aQuickEndpointGetsMoreUpToALimit() {
    Lane lane = Lane.fresh(LIMITS);
    for (int i = 0; i < 100; i++)
      lane = lane.called().answered(DELIVERED, QUICK, LIMITS, NOON);
    assertThat(lane.width()).isEqualTo(32);
  }

  @Test void aSlowEndpointGetsLessButNeverNothing() {
    Lane lane = Lane.fresh(LIMITS);
    for (int i = 0; i < 100; i++)
      lane = lane.called().answered(DELIVERED, Duration.ofSeconds(14), LIMITS, NOON);
    assertThat(lane.width()).isEqualTo(1);
    assertThat(lane.hasRoom(NOON)).isTrue();
  }

  @Test void anEndpointThatFailsThreeTimesInARowIsGivenARest() {
    Lane lane = failed(Lane.fresh(LIMITS), 2, NOON);
    assertThat(lane.hasRoom(NOON)).isTrue();
    lane = failed(lane, 1, NOON);
    assertThat(lane.hasRoom(NOON)).isFalse();
    assertThat(lane.hasRoom(NOON.plusSeconds(1))).isTrue();
    assertThat(lane.width()).isEqualTo(1);
  }

  @Test void restsGrowUpToALimit() {
    Lane lane = failed(Lane.fresh(LIMITS), 3, NOON);
    Instant now = NOON;
    for (int expectedS : new int[]{1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(Duration.between(now, lane.pausedUntil())).hasSeconds(expectedS);
      now = lane.pausedUntil();
      lane = failed(lane, 1, now);
    }
  }

  @Test void callsThatWereInFlightWhenTheRestBeganDoNotProlongIt() {
    Lane lane = Lane.fresh(LIMITS).called().called().called().called();
    for (int i = 0; i < 4; i++)
      lane = lane.answered(DOWN, Duration.ZERO, LIMITS, NOON);
    assertThat(lane.pausedUntil()).isEqualTo(NOON.plusSeconds(1));
    assertThat(lane.inFlight()).isZero();
  }

  @Test void oneSuccessMakesUpForAllFailures() {
    Lane lane = failed(Lane.fresh(LIMITS), 3, NOON);
    Instant later = lane.pausedUntil();
    lane = lane.called().answered(DELIVERED, QUICK, LIMITS, later);
    assertThat(lane.isDown()).isFalse();
    assertThat(lane.width()).isEqualTo(2);
    assertThat(failed(lane, 3, later).pausedUntil()).isEqualTo(later.plusSeconds(1));
  }

  @Test void anEndpointThatAsksToWaitIsLeftAloneSoLong() {
    CallOutcome throttled = new CallOutcome.Refused(429, Duration.ofSeconds(30));
    Lane lane = Lane.fresh(LIMITS).called().answered(throttled, QUICK, LIMITS, NOON);
    assertThat(lane.pausedUntil()).isEqualTo(NOON.plusSeconds(30));
    CallOutcome forever = new CallOutcome.Refused(503, Duration.ofDays(300));
    assertThat(lane.called().answered(forever, QUICK, LIMITS, NOON).pausedUntil()).isEqualTo(NOON.plusSeconds(60));
  }

  @Test void aRefusalOfOneCallSaysNothingAgainstTheEndpoint() {
    Lane lane = Lane.fresh(LIMITS);
    for (int status : new int[]{301, 400, 401, 404, 413, 422})
      lane = lane.called().answered(new CallOutcome.Refused(status, Duration.ZERO), QUICK, LIMITS, NOON);
    assertThat(lane.hasRoom(NOON)).isTrue();
    assertThat(lane.isDown()).isFalse();
  }

  @Test void aLaneWithNothingToRememberIsIdle() {
    Lane lane = Lane.fresh(LIMITS);
    assertThat(lane.isIdle(NOON)).isTrue();
    assertThat(lane.called().isIdle(NOON)).isFalse();
    assertThat(lane.called().lost().isIdle(NOON)).isTrue();
    assertThat(lane.joined().isIdle(NOON)).isFalse();
    assertThat(lane.joined().served().isIdle(NOON)).isTrue();
    assertThat(failed(lane, 3, NOON).isIdle(NOON)).isFalse();
  }

  private static Lane failed(Lane lane, int times, Instant now) {
    Lane next = lane;
    for (int i = 0; i < times; i++)
      next = next.called().answered(DOWN, Duration.ZERO, LIMITS, now);
    return next;
  }
}
