package dev.otpstream.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** How many operations were due and not yet done, looked at again and again within the window. */
public final class Backlog {
  private static final long EVERY_NS = 100_000_000;

  private record Look(double seconds, long waiting) {}

  private final List<Look> looks = new ArrayList<>();
  private long nextNs = Long.MIN_VALUE;

  boolean due(long nowNs) {
    return nextNs == Long.MIN_VALUE || nowNs - nextNs >= 0;
  }

  void look(long nowNs, long waiting) {
    nextNs = nowNs + EVERY_NS;
    looks.add(new Look(nowNs / 1e9, waiting));
  }

  /** At the last look. */
  public long atEnd() {
    return looks.isEmpty() ? 0 : looks.getLast().waiting();
  }

  /** By how many operations a second it grew: the slope of the line that fits best. Below zero: it shrank. */
  public double growthPerSecond() {
    double meanTime = looks.stream().mapToDouble(Look::seconds).average().orElse(0);
    double meanWaiting = looks.stream().mapToLong(Look::waiting).average().orElse(0);
    double square = looks.stream().mapToDouble(look -> Math.pow(look.seconds() - meanTime, 2)).sum();
    double product = looks.stream()
        .mapToDouble(look -> (look.seconds() - meanTime) * (look.waiting() - meanWaiting)).sum();
    return square == 0 ? 0 : product / square;
  }
}
