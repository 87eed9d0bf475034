package dev.otpstream.benchmarks.scenarios;

/** Told what a person who waits may like to know. */
public interface Progress {
  void say(String sentence);
}
