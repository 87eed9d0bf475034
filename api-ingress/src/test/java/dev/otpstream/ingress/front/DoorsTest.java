package dev.otpstream.ingress.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DoorsTest {
  private final Doors doors = new Doors();

  @Test void whenNobodyIsInsideClosingIsDoneAtOnce() {
    assertThat(doors.closeAndAwaitEmpty(Duration.ZERO)).isTrue();
    assertThat(doors.enter()).isFalse();
  }

  @Test void closingWaitsForWhoeverIsInside() {
    assertThat(doors.enter()).isTrue();
    var closed = CompletableFuture.supplyAsync(() -> doors.closeAndAwaitEmpty(Duration.ofSeconds(30)));
    while (doors.enter())
      doors.leave(); // until it is closed
    assertThat(closed).isNotDone();
    doors.leave();
    assertThat(closed.join()).isTrue();
  }

  @Test void closingGivesUpInTime() {
    doors.enter();
    assertThat(doors.closeAndAwaitEmpty(Duration.ofMillis(1))).isFalse();
    assertThat(doors.inside()).isEqualTo(1);
  }
}
