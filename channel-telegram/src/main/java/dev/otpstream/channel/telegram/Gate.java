package dev.otpstream.channel.telegram;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets so many calls pass in any second, whichever second one looks at, and none while the messenger asked for a pause.
 * Urgent ones go first. Thread-safe.
 */
final class Gate {
  /** Which calls go first. */
  enum Urgency {
    /** A person waits for the very next thing to happen on the screen. */
    ANSWER,
    /** All else. */
    MESSAGE
  }

  /** A second as the messenger may count it: calls reach it with a jitter. */
  private static final long WINDOW_NS = Duration.ofMillis(1_050).toNanos();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Long> passed = new ArrayDeque<>();
  private final int perSecond;
  private int urgentWaiting;
  private long pausedUntilNs = System.nanoTime();

  /** @param perSecond how many pass in a second */
  Gate(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Nobody passes for so long. */
  void pause(Duration pause) {
    lock.lock();
    try {
      pausedUntilNs = Math.max(pausedUntilNs, System.nanoTime() + pause.toNanos());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a turn.
   *
   * @return false if there is none in time; then the caller must not call
   */
  boolean pass(Urgency urgency, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lockInterruptibly();
    try {
      if (urgency == Urgency.ANSWER) urgentWaiting++;
      try {
        return await(urgency, deadline);
      } finally {
        if (urgency == Urgency.ANSWER) urgentWaiting--;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean await(Urgency urgency, long deadline) throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      long wait = tryPass(urgency, now);
      if (wait <= 0) return true;
      if (deadline - now <= 0) return false;
      long _ = changed.awaitNanos(Math.min(wait, deadline - now));
    }
  }

  /** Passes, or says how long to wait at most before it is worth another try. Not to be called without the lock. */
  long tryPass(Urgency urgency, long nowNs) {
    while (!passed.isEmpty() && nowNs - passed.getFirst() >= WINDOW_NS)
      passed.removeFirst();
    if (urgency == Urgency.MESSAGE && urgentWaiting > 0) return WINDOW_NS;
    long wait = pausedUntilNs - nowNs;
    if (passed.size() >= perSecond) wait = Math.max(wait, passed.getFirst() + WINDOW_NS - nowNs);
    if (wait <= 0) passed.addLast(nowNs);
    return wait;
  }
}
