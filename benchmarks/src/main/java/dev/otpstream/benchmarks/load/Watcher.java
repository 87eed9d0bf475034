package dev.otpstream.benchmarks.load;

/** Told, on the load's thread, when the measured window begins and ends. Must be quick. */
public interface Watcher {
  void windowOpens();

  void windowCloses();
}
