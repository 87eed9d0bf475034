package dev.otpstream.engine.core.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The newest dispatches of one channel or provider, by the second in which they were ordered. It is short: what is older
 * than a minute counts for nothing, and a busy channel is judged by its last seconds.
 *
 * @param seconds oldest first; those without a dispatch are left out
 */
public record Window(List<Second> seconds) {
  public static final Window EMPTY = new Window(List.of());
  /** Older than this says nothing about now. */
  static final Duration LIFE = Duration.ofMinutes(1);
  /** So long each second is kept, since results may still come. */
  private static final Duration OPEN = Second.ANSWER_MAX.multipliedBy(3);
  /** Older seconds are kept while the newer ones have fewer dispatches than this. */
  private static final int ASKED_ENOUGH = 2 * Judgement.JUDGED_MAX;

  public Window {
    seconds = List.copyOf(seconds);
  }

  /** A dispatch was ordered. */
  public Window asked(Instant now) {
    return changed(now, Second::withAsked).trimmed(now);
  }

  /** A dispatch was ordered then and is answered now, for whom only answers are known. */
  public Window asked(Instant askedAt, Sign sign, Instant now) {
    if (Duration.between(askedAt, now).compareTo(OPEN) > 0) return this;
    return changed(askedAt, Second::withAsked).trimmed(now).answered(askedAt, sign, now);
  }

  /** A dispatch was answered. What was ordered too long ago to be remembered is passed over. */
  public Window answered(Instant askedAt, Sign sign, Instant now) {
    boolean known = seconds.stream().anyMatch(second -> second.second() == askedAt.getEpochSecond());
    if (!known) return this;
    var between = Duration.between(askedAt, now);
    Duration time = between.isNegative() ? Duration.ZERO : between; // of two clocks
    boolean late = time.compareTo(Second.ANSWER_MAX) > 0;
    return changed(askedAt, second -> sign == Sign.NOTHING
        ? second.withoutAsked()
        : second.withAnswer(sign == Sign.WELL && !late, time));
  }

  private Window changed(Instant at, UnaryOperator<Second> change) {
    var changed = new ArrayList<Second>(seconds.size() + 1);
    int place = 0;
    for (Second second : seconds) {
      changed.add(second);
      if (second.second() < at.getEpochSecond()) place = changed.size();
    }
    boolean known = place < changed.size() && changed.get(place).second() == at.getEpochSecond();
    if (known) changed.set(place, change.apply(changed.get(place)));
    else
      changed.add(place, change.apply(Second.of(at)));
    return new Window(changed);
  }

  private Window trimmed(Instant now) {
    int asked = 0;
    for (int i = seconds.size() - 1; i >= 0; i--) {
      Duration age = Duration.between(Instant.ofEpochSecond(seconds.get(i).second()), now);
      boolean open = age.compareTo(OPEN) <= 0;
      boolean needed = asked < ASKED_ENOUGH && age.compareTo(LIFE) <= 0;
      if (!open && !needed) return new Window(seconds.subList(i + 1, seconds.size()));
      asked += seconds.get(i).asked();
    }
    return this;
  }
}
