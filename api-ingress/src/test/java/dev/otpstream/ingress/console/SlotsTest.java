package dev.otpstream.ingress.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private final Slots<AtomicInteger> slots = new Slots<>(Duration.ofSeconds(5), 4, AtomicInteger::new);

  @Test void anInstantFallsIntoItsSlot() {
    add(NOON);
    add(NOON.plusMillis(4999));
    add(NOON.plusSeconds(5));

    assertThat(last(Duration.ofSeconds(10), NOON.plusSeconds(6))).containsExactly(2, 1);
  }

  @Test void aSlotInWhichNothingHappenedIsEmpty() {
    add(NOON);
    add(NOON.plusSeconds(10));

    assertThat(last(Duration.ofSeconds(20), NOON.plusSeconds(10))).containsExactly(0, 1, 0, 1);
  }

  @Test void newerSlotsTakeThePlaceOfOldOnesAndNotTheOtherWayRound() {
    add(NOON);
    add(NOON.plusSeconds(20));

    assertThat(slots.at(NOON)).isEmpty();
    assertThat(last(Duration.ofSeconds(20), NOON.plusSeconds(20))).containsExactly(0, 0, 0, 1);
    assertThat(last(Duration.ofSeconds(20), NOON.plusSeconds(40))).as("long ago").containsExactly(0, 0, 0, 0);
  }

  private void add(Instant at) {
    slots.at(at).orElseThrow().incrementAndGet();
  }

  private Iterable<Integer> last(Duration span, Instant now) {
    return slots.last(span, now).stream().map(slot -> slot.map(AtomicInteger::get)).map(Optional::stream)
        .map(found -> found.findFirst().orElse(0)).toList();
  }
}
