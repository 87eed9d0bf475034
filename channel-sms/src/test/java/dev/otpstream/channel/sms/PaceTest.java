package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Duration LONG = Duration.ofHours(1);

  @Test void withoutALimitNobodyWaits() {
    var pace = new Pace(0, 0);
    for (int i = 0; i < 10_000; i++)
      assertThat(pace.reserve(3, Duration.ZERO, 0)).isZero();
  }

  @Test void aLimitIsKeptOverTime() {
    var pace = new Pace(50, 0);
    long now = 0;
    for (int i = 0; i < 500; i++)
      now += pace.reserve(1, LONG, now).toNanos();
    assertThat(now).isBetween(SECOND * 98 / 10, SECOND * 10);
  }

  @Test void partsCountAsSubmits() {
    var pace = new Pace(10, 0);
    pace.reserve(30, LONG, 0);
    assertThat(pace.reserve(1, LONG, 0)).isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(3));
  }

  @Test void whoWillNotWaitTakesNoPlace() {
    var pace = new Pace(1, 0);
    pace.reserve(10, LONG, 0);
    assertThat(pace.reserve(1, Duration.ofSeconds(1), 0)).isGreaterThan(Duration.ofSeconds(9));
    assertThat(pace.reserve(1, LONG, 0)).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Test void aThrottledPaceRestsThenGoesAtHalfTheRateSeen() {
    var pace = new Pace(0, 0);
    long now = submits(pace, 0, 100);
    pace.throttled(now);
    assertThat(pace.rest(now)).isEqualTo(Pace.REST);
    assertThat(pace.reserve(1, Duration.ZERO, now)).isEqualTo(Pace.REST);

    now += Pace.REST.toNanos();
    long began = now;
    for (int i = 0; i < 50; i++)
      now += pace.reserve(1, LONG, now).toNanos();
    assertThat(now - began).isBetween(SECOND * 8 / 10, SECOND * 11 / 10);
  }

  @Test void answersFromBeforeTheRestSlowDownNoFurther() {
    var pace = new Pace(0, 0);
    long now = submits(pace, 0, 100);
    for (int i = 0; i < 10; i++)
      pace.throttled(now);
    now += Pace.REST.toNanos();
    pace.reserve(1, LONG, now);
    pace.reserve(1, LONG, now);
    assertThat(pace.reserve(1, LONG, now)).isLessThan(Duration.ofMillis(100));
  }

  @Test void aSlowedPaceRecoversSlowlyAndWholly() {
    var pace = new Pace(0, 0);
    long now = submits(pace, 0, 100);
    pace.throttled(now);

    now += Duration.ofSeconds(10).toNanos();
    pace.reserve(100, LONG, now);
    assertThat(pace.reserve(1, LONG, now)).as("still slowed").isPositive();
    now += Duration.ofSeconds(60).toNanos();
    pace.reserve(10_000, LONG, now);
    assertThat(pace.reserve(1, LONG, now)).as("free again").isZero();
  }

  @Test void itIsNeverSlowerThanOneASecond() {
    var pace = new Pace(0, 0);
    long now = 0;
    for (int i = 0; i < 10; i++) {
      pace.throttled(now);
      now += Pace.REST.toNanos();
    }
    pace.reserve(1, LONG, now);
    assertThat(pace.reserve(1, LONG, now)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  /** Submits evenly for two seconds. */
  private static long submits(Pace pace, long from, int perSecond) {
    long now = from;
    for (int i = 0; i < 2 * perSecond; i++) {
      pace.reserve(1, LONG, now);
      now += SECOND / perSecond;
    }
    return now;
  }
}
