package dev.otpstream.benchmarks.load;

/**
 * What became of one start.
 *
 * @param ok      operations that did what they should
 * @param failed  operations that did not
 * @param problem why, in a few words that are the same for all of a kind; null if none failed
 */
public record Outcome(int ok, int failed, String problem) {
  public static Outcome good(int operations) {
    return new Outcome(operations, 0, null);
  }

  public static Outcome failed(int operations, String problem) {
    return new Outcome(0, operations, problem);
  }
}
