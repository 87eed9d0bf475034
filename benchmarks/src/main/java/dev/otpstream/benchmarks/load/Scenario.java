package dev.otpstream.benchmarks.load;

/**
 * What the load consists of. The load calls it on one thread only. An operation may be one call or a chain of them: its
 * latency ends when it reports.
 */
public interface Scenario extends AutoCloseable {
  /**
   * Starts the next operations and lets them report to {@code done}, later and on the same thread.
   *
   * @return false if there is nothing left to start; {@code done} then hears nothing
   */
  boolean start(Transport transport, Completion done);

  /**
   * Told before a load how many operations it will start at most, for what has to be there first.
   *
   * @throws IllegalStateException if it cannot be made
   */
  default void ready(long operations) {}

  /** Whether it can start only what was made ready before. */
  default boolean finite() {
    return false;
  }

  /**
   * Called again and again between calls, at least every few hundredths of a second, until all has ended.
   *
   * @param nowNs what time it is, as {@link System#nanoTime}
   */
  default void turn(long nowNs) {}

  /** How many operations one start stands for: the items of a batch. */
  default int operationsPerStart() {
    return 1;
  }

  @Override default void close() {}
}
