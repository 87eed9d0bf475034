package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.front.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The newer documents' limit of codes in any hour for one recipient, on this instance and since its start. Thread-safe.
 *
 * @see <a href="https://www.zapnoty.com/docs/otp">Zapnoty, OTP, Resending a code</a>
 */
final class ResendLimit {
  static final int CODES_MAX = 3;
  private static final Duration WINDOW = Duration.ofHours(1);
  /** Beyond it nobody new is counted, so that memory is bounded; it is far more than one instance sends in an hour. */
  private static final int RECIPIENTS_MAX = 200_000;
  private static final Duration SWEEP_PAUSE = Duration.ofMinutes(1);

  private record Key(String accountId, Recipient recipient) {}

  /** @param promise the caller's key: the same promise again is no further code */
  private record Sent(Instant at, Optional<String> promise) {}

  private static final Turn FREE = new Turn(Duration.ZERO, false);
  private final ConcurrentHashMap<Key, List<Sent>> codes = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> sweptAt = new AtomicReference<>(Instant.MIN);
  private final InstantSource clock;

  ResendLimit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Whether one more code may be sent.
   *
   * @param delay   how long not; zero: it may
   * @param counted whether it was counted, and can be given back
   */
  record Turn(Duration delay, boolean counted) {
    boolean mustWait() {
      return delay.isPositive();
    }
  }

  /** Counts one more code, unless its recipient had enough, or it is the same promise again. */
  Turn take(String accountId, Recipient recipient, Optional<String> promise) {
    Instant now = clock.instant();
    sweep(now);
    var turn = new AtomicReference<>(FREE);
    codes.compute(new Key(accountId, recipient), (_, sent) -> {
      if (sent == null && codes.mappingCount() >= RECIPIENTS_MAX) return null;
      List<Sent> recent = sent == null ? List.of() : recent(sent, now);
      boolean again = promise.isPresent() && recent.stream().anyMatch(one -> one.promise().equals(promise));
      if (again) return recent;
      boolean enough = recent.size() >= CODES_MAX;
      turn.set(new Turn(enough ? Duration.between(now, recent.getFirst().at().plus(WINDOW)) : Duration.ZERO, !enough));
      return enough ? recent : with(recent, new Sent(now, promise));
    });
    return turn.get();
  }

  /** Forgets the newest code: it was not sent. */
  void giveBack(String accountId, Recipient recipient) {
    codes.computeIfPresent(new Key(accountId, recipient),
        (_, sent) -> sent.size() <= 1 ? null : sent.subList(0, sent.size() - 1));
  }

  private static List<Sent> recent(List<Sent> sent, Instant now) {
    return sent.stream().filter(one -> now.isBefore(one.at().plus(WINDOW))).toList();
  }

  private static List<Sent> with(List<Sent> sent, Sent one) {
    var more = new ArrayList<>(sent);
    more.add(one);
    return List.copyOf(more);
  }

  private void sweep(Instant now) {
    Instant before = sweptAt.get();
    boolean due = before.equals(Instant.MIN) || !now.isBefore(before.plus(SWEEP_PAUSE));
    if (due && sweptAt.compareAndSet(before, now))
      codes.values().removeIf(sent -> recent(sent, now).isEmpty());
  }
}
