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
      long wait = waitNs(now);
      boolean yields = urgency == Urgency.MESSAGE && urgentWaiting > 0;
      if (wait <= 0 && !yields) {
        passed.addLast(now);
        return true;
      }
      if (deadline - now <= 0) return false;
      long _ = changed.awaitNanos(Math.min(yields ? WINDOW_NS : wait, deadline - now));
    }
  }

  private long waitNs(long now) {
    while (!passed.isEmpty() && now - passed.getFirst() >= WINDOW_NS)
      passed.removeFirst();
    long pause = pausedUntilNs - now;
    return passed.size() < perSecond ? pause : Math.max(pause, passed.getFirst() + WINDOW_NS - now);
  }
}
