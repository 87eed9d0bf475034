package dev.otpstream.standalone;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A short rest between two looks at a condition that nobody announces. */
final class Pause {
  private static final Duration LENGTH = Duration.ofMillis(10);

  private Pause() {}

  static void briefly() {
    LockSupport.parkNanos(LENGTH.toNanos());
    if (Thread.interrupted()) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting");
    }
  }
}
