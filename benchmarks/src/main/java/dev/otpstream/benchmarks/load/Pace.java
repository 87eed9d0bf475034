package dev.otpstream.benchmarks.load;

import java.util.Locale;

/** How fast operations start. */
public sealed interface Pace {
  /** At a constant rate, whether or not the system keeps up: an open loop. */
  record Fixed(double perSecond) implements Pace {
    private static final double NANOS = 1e9;

    public Fixed {
      if (!(perSecond > 0 && perSecond <= 1_000_000)) throw new IllegalArgumentException("a rate is above 0");
    }

    /** When the nth start is due, counted from the beginning; n begins with 0. */
    long dueNs(long n, int operationsPerStart) {
      return (long) (n * operationsPerStart * (NANOS / perSecond));
    }

    /** How many starts are due within a time since the beginning. */
    long dueCount(long ns, int operationsPerStart) {
      return ns < 0 ? 0 : 1 + (long) (ns / (operationsPerStart * (NANOS / perSecond)));
    }

    @Override public String toString() {
      return perSecond == Math.rint(perSecond) ? Long.toString((long) perSecond) : Double.toString(perSecond);
    }
  }

  /** As fast as the system answers, with a bounded number in flight: a closed loop. */
  record Saturated() implements Pace {
    @Override public String toString() {
      return "max";
    }
  }

  /**
   * Reads what a user asked for.
   *
   * @throws IllegalArgumentException if it is neither {@code max} nor a number above 0
   */
  static Pace parse(String text) {
    if (text.toLowerCase(Locale.ROOT).equals("max")) return new Saturated();
    try {
      return new Fixed(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a rate is a number or max", e);
    }
  }
}
