package dev.otpstream.simulators.max;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestRateTest {
  private final AtomicLong now = new AtomicLong(-5); // as System.nanoTime may well be
  private final RequestRate rate = new RequestRate(3, now::get);

  @Test void anyOneSecondCountsWhereverItBegins() {
    assertThat(cameAfterMs(0)).isFalse();
    assertThat(cameAfterMs(600)).isFalse();
    assertThat(cameAfterMs(300)).isFalse();
    assertThat(cameAfterMs(99)).isTrue();
    assertThat(rate.busiestSecond()).isEqualTo(4);
    assertThat(cameAfterMs(601)).isFalse();
    assertThat(rate.busiestSecond()).isEqualTo(4);
    rate.forget();
    assertThat(rate.busiestSecond()).isZero();
  }

  private boolean cameAfterMs(long ms) {
    now.addAndGet(Duration.ofMillis(ms).toNanos());
    return rate.isOneTooMany();
  }
}
