package dev.otpstream.benchmarks.load;

/** Where a start reports how it ended: once, on the load's thread. */
public interface Completion {
  void report(Outcome outcome);
}
