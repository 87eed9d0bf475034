package dev.otpstream.benchmarks.platform;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until processes have worked off what they have to do. */
public final class Quiet {
  /** Share of one processor; an idle platform polls its topics and compiles a little. */
  private static final double QUIET_SHARE = 0.35;
  private static final Duration LOOK = Duration.ofMillis(500);

  private Quiet() {}

  /**
   * Waits until the processes are quiet, but no longer than this. What cannot be looked at counts as quiet.
   *
   * @return how long they were still at work
   */
  public static Duration await(ProcessTree processes, Duration max) {
    long beganNs = System.nanoTime();
    while (true) {
      long lookedNs = System.nanoTime();
      Duration worked = Duration.ofNanos(lookedNs - beganNs);
      if (processes.isEmpty() || worked.compareTo(max) >= 0) return worked;
      Duration before = processes.cpu();
      pause(lookedNs + LOOK.toNanos());
      double share = processes.cpu().minus(before).toNanos() / (double) (System.nanoTime() - lookedNs);
      if (share < QUIET_SHARE) return worked;
    }
  }

  private static void pause(long untilNs) {
    for (long leftNs = untilNs - System.nanoTime(); leftNs > 0; leftNs = untilNs - System.nanoTime())
      LockSupport.parkNanos(leftNs);
  }
}
