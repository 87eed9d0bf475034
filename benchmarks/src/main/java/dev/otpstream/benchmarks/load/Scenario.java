package dev.otpstream.benchmarks.load;

/**
 * What the load consists of. The load calls it on one thread only. An operation may be one call or a chain of them: its
 * latency ends when it reports.
 */
public interface Scenario {
  /**
   * Starts the next operations and lets them report to {@code done}, later and on the same thread.
   *
   * @return false if there is nothing left to start; {@code done} then hears nothing
   */
  boolean start(Transport transport, Completion done);

  /** How many operations one start stands for: the items of a batch. */
  default int operationsPerStart() {
    return 1;
  }
}
