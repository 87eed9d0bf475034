package dev.otpstream.engine.core.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * How a channel or provider is doing.
 *
 * @param judged  how many dispatches that is judged by
 * @param failed  how many of them failed
 * @param latency how long an answer took on average
 * @param failing whether it is to be passed over
 */
public record Judgement(int judged, int failed, Duration latency, boolean failing) {
  /** The newest so many decide, if a minute has them; whole seconds are counted, so it may be more. */
  static final int JUDGED_MAX = 20;
  /** By fewer nobody is judged. */
  static final int JUDGED_MIN = 5;
  /** So many good answers and nothing else at last: it is back. */
  static final int BACK_AFTER = 3;

  /** Judges by what all partitions have seen. */
  public static Judgement of(Collection<Window> windows, Instant now) {
    int judged = 0;
    int failed = 0;
    int answered = 0;
    int wellInARow = 0;
    boolean everFailed = false;
    Duration took = Duration.ZERO;
    for (Second second : newestFirst(windows, now)) {
      int bad = second.failed() + second.overdue(now);
      judged += second.well() + bad;
      failed += bad;
      answered += second.well() + second.failed();
      took = took.plus(second.took());
      everFailed |= bad > 0;
      if (!everFailed) wellInARow += second.well();
      if (judged >= JUDGED_MAX) break;
    }
    boolean bad = judged >= JUDGED_MIN && 2 * failed >= judged && wellInARow < BACK_AFTER;
    return new Judgement(judged, failed, answered == 0 ? Duration.ZERO : took.dividedBy(answered), bad);
  }

  private static List<Second> newestFirst(Collection<Window> windows, Instant now) {
    long oldest = now.minus(Window.LIFE).getEpochSecond();
    var merged = new TreeMap<Long, Second>(Comparator.reverseOrder());
    for (Window window : windows)
      for (Second second : window.seconds())
        if (second.second() >= oldest) merged.merge(second.second(), second, Second::plus);
    return List.copyOf(merged.values());
  }
}
