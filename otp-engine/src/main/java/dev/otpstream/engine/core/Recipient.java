package dev.otpstream.engine.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the engine remembers of one recipient of one account, over all its messages.
 *
 * @param codes      the newest message with a code for each purpose, alive or ended
 * @param sends      codes sent since the cool-down ladder last started
 * @param lastSendAt when the newest code was accepted; {@link Instant#EPOCH} if never
 * @param failures   the times of failed attempts within the last 24 hours, oldest first
 */
public record Recipient(Map<String, Long> codes, int sends, Instant lastSendAt, List<Instant> failures) {
  public static final Recipient NEW = new Recipient(Map.of(), 0, Instant.EPOCH, List.of());
  /** A caller that invents purposes must not make one recipient's record grow without end. */
  static final int PURPOSES_MAX = 100;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  public Recipient {
    codes = Map.copyOf(codes);
    failures = List.copyOf(failures);
  }

  /** When the ladder allows the next code. */
  Instant nextSendAt(Limits limits) {
    return lastSendAt.plus(limits.coolDownAfter(sends));
  }

  /** When attempts are compared again; now or earlier if the budget is not spent. */
  Instant attemptsFrom(Limits limits, Instant now) {
    Instant hour = freeAt(limits.failuresPerHour(), HOUR, now);
    Instant day = freeAt(limits.failuresPerDay(), DAY, now);
    return hour.isAfter(day) ? hour : day;
  }

  private Instant freeAt(int allowed, Duration window, Instant now) {
    int decisive = failures.size() - allowed; // while this failure is inside the window, the budget is spent
    return decisive < 0 ? now : failures.get(decisive).plus(window);
  }

  /** Whether one more code for the purpose can be remembered. */
  boolean hasRoomFor(String purpose) {
    return codes.size() < PURPOSES_MAX || codes.containsKey(purpose);
  }

  Recipient withCode(String purpose, long messageId, Limits limits, Instant now) {
    boolean fresh = !now.isBefore(lastSendAt.plus(limits.coolDownReset()));
    return new Recipient(with(purpose, messageId), fresh ? 1 : sends + 1, now, failures);
  }

  Recipient withFailure(Limits limits, Instant now) {
    var recent = new ArrayList<Instant>(failures.size() + 1);
    for (Instant failure : failures)
      if (now.isBefore(failure.plus(DAY))) recent.add(failure);
    recent.add(now);
    int surplus = recent.size() - Math.max(limits.failuresPerDay(), limits.failuresPerHour());
    return new Recipient(codes, sends, lastSendAt, surplus > 0 ? recent.subList(surplus, recent.size()) : recent);
  }

  /** The owner proved to be there: the ladder starts again. The budget of failures stays as it is. */
  Recipient verified() {
    return new Recipient(codes, 0, lastSendAt, failures);
  }

  Recipient without(String purpose, long messageId) {
    if (!Long.valueOf(messageId).equals(codes.get(purpose))) return this;
    var rest = new TreeMap<>(codes);
    rest.remove(purpose);
    return new Recipient(rest, sends, lastSendAt, failures);
  }

  /** From when on nothing of this needs to be remembered; {@link Instant#MAX} while a code is kept. */
  public Instant forgettableFrom(Limits limits) {
    if (!codes.isEmpty()) return Instant.MAX;
    Instant ladder = sends == 0 ? Instant.EPOCH : lastSendAt.plus(limits.coolDownReset());
    Instant budget = failures.isEmpty() ? Instant.EPOCH : failures.getLast().plus(DAY);
    return ladder.isAfter(budget) ? ladder : budget;
  }

  private Map<String, Long> with(String purpose, long messageId) {
    var more = new TreeMap<>(codes);
    more.put(purpose, messageId);
    return more;
  }
}
