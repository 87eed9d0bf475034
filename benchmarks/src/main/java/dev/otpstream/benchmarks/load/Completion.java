package dev.otpstream.benchmarks.load;

/** Where a start reports how it goes, on the load's thread. */
public interface Completion {
  /** How it ended: once. */
  void report(Outcome outcome);

  /**
   * A stage of a chain was reached; its latency runs, as all, from when the start was due.
   *
   * @param name one of a few
   * @param atNs when, as {@link System#nanoTime}
   */
  default void stage(String name, long atNs) {}
}
