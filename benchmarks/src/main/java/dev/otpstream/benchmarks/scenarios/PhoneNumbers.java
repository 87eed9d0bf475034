package dev.otpstream.benchmarks.scenarios;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Mobile numbers that their countries hand out, each one once for very long. A run begins at a random place, so that it
 * does not meet the cool-downs of an earlier one. For one thread.
 */
public final class PhoneNumbers {
  /** Country and operator; seven digits follow. Ukraine, Kazakhstan, Poland. */
  static final List<String> PREFIXES = List.of("38050", "38063", "38066", "38067", "38068", "38073", "38093", "38095",
      "38096", "38097", "38098", "38099", "7701", "7702", "7705", "7707", "4850", "4853", "4860", "4869");
  static final int PER_PREFIX = 10_000_000;
  private static final int DIGITS = 7;

  private long next;

  /** @param first which of all numbers comes first */
  PhoneNumbers(long first) {
    next = first;
  }

  public static PhoneNumbers fromAnywhere() {
    return new PhoneNumbers(ThreadLocalRandom.current().nextLong((long) PER_PREFIX * PREFIXES.size()));
  }

  /** The next number, digits only. */
  public String next() {
    int prefix = (int) (next % PREFIXES.size());
    String rest = Long.toString(next / PREFIXES.size() % PER_PREFIX);
    next++;
    return PREFIXES.get(prefix) + "0".repeat(DIGITS - rest.length()) + rest;
  }
}
