package dev.otpstream.ingress.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The newest stretch of time, cut into slots of one width: a ring, so that it never grows. Not thread-safe.
 *
 * @param <T> what a slot holds
 */
final class Slots<T> {
  private record Slot<T>(long number, T content) {}

  private final long widthMs;
  private final int count;
  private final Supplier<T> maker;
  private final List<Slot<T>> ring;

  /**
   * Empty slots.
   *
   * @param width how long a slot is
   * @param count how many there are
   * @param maker makes what an empty slot holds
   */
  Slots(Duration width, int count, Supplier<T> maker) {
    this.widthMs = width.toMillis();
    this.count = count;
    this.maker = maker;
    this.ring = new ArrayList<>(Collections.nCopies(count, null));
  }

  /** The slot of an instant; empty if newer ones have taken its place. */
  Optional<T> at(Instant instant) {
    long number = number(instant);
    int place = (int) Math.floorMod(number, (long) count);
    Slot<T> slot = ring.get(place);
    if (slot != null && slot.number() > number) return Optional.empty();
    if (slot == null || slot.number() < number) {
      slot = new Slot<>(number, maker.get());
      ring.set(place, slot);
    }
    return Optional.of(slot.content());
  }

  /** What is in the slots of a span, the oldest first; a slot in which nothing happened is empty. */
  List<Optional<T>> last(Duration span, Instant now) {
    long newest = number(now);
    int wanted = (int) Math.min(count, Math.ceilDiv(span.toMillis(), widthMs));
    var found = new ArrayList<Optional<T>>(wanted);
    for (long number = newest - wanted + 1; number <= newest; number++) {
      Slot<T> slot = ring.get((int) Math.floorMod(number, (long) count));
      found.add(slot != null && slot.number() == number ? Optional.of(slot.content()) : Optional.empty());
    }
    return found;
  }

  /** How long a slot is. */
  Duration width() {
    return Duration.ofMillis(widthMs);
  }

  private long number(Instant instant) {
    return Math.floorDiv(instant.toEpochMilli(), widthMs);
  }
}
