package dev.otpstream.chaos.report;

import dev.otpstream.chaos.promises.Verdict;
import java.util.List;
import java.util.Map;

/**
 * A run from its seed to its verdicts.
 *
 * @param name        what made it, such as a command
 * @param seconds     how long faults landed
 * @param faults      how many of each kind landed
 * @param killsInFlight kills with calls in flight, by the killed process's role
 * @param storiesWithoutCode people whose phone never got a code
 * @param answers     how often callers got each answer
 * @param notes       what a reader must know to trust the page
 */
public record Result(String name, long seed, long seconds, int brokers, Machine machine, Map<String, Long> faults,
    Map<String, Long> killsInFlight, long stories,
    long storiesWithoutCode, Figures figures, List<Recoveries> recoveries, List<Verdict> verdicts,
    Map<String, Long> answers, List<String> notes) {
  /** Whether every promise was put to the test and kept. */
  public boolean kept() {
    return verdicts.stream().allMatch(Verdict::kept);
  }

  /** Kills with calls in flight, of all roles with this word in their name. */
  public long killsInFlight(String word) {
    return killsInFlight.entrySet().stream().filter(role -> role.getKey().contains(word)).mapToLong(Map.Entry::getValue)
        .sum();
  }
}
