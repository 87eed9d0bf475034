package dev.otpstream.engine.core;

/** What a user typed. It can be compared with a code's digest and with nothing else. */
@FunctionalInterface
public interface Guess {
  /** Whether this is the code; takes the same time for every guess. */
  boolean opens(CodeDigest digest);
}
