package dev.otpstream.chaos.report;

import java.util.List;

/**
 * How long guesses stayed unjudged after faults of one kind.
 *
 * @param kind         which fault
 * @param standbys     warm copies of state at that time
 * @param times        how many of them were followed by no other fault until all was well
 * @param medianMs     from the fault until the last partition judged again
 * @param maxMs        the longest of them
 */
public record Recoveries(String kind, int standbys, int times, long medianMs, long maxMs) {
  /** Of single measurements; there must be one. */
  public static Recoveries of(String kind, int standbys, List<Long> tookMs) {
    List<Long> sorted = tookMs.stream().sorted().toList();
    return new Recoveries(kind, standbys, sorted.size(), sorted.get(sorted.size() / 2), sorted.getLast());
  }
}
