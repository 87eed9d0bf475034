package dev.otpstream.chaos.processes;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions, each with an end. */
public final class Wait {
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private Wait() {}

  /** Whether it came true in time. */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    long endNs = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - endNs > 0) return false;
      pause(BETWEEN);
    }
    return true;
  }

  /** Lets time pass. */
  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
