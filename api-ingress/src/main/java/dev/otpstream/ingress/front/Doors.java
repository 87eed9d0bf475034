package dev.otpstream.ingress.front;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts calls that are being answered, and lets nobody in once closed. */
final class Doors {
  private final AtomicInteger inside = new AtomicInteger();
  private final CountDownLatch empty = new CountDownLatch(1);
  private volatile boolean closed;

  /** Lets a call in; false once closed. Each call that got in must {@link #leave}. */
  boolean enter() {
    inside.incrementAndGet();
    if (!closed) return true;
    leave();
    return false;
  }

  void leave() {
    if (inside.decrementAndGet() == 0 && closed) empty.countDown();
  }

  int inside() {
    return inside.get();
  }

  /** Closes, and waits until all are out; false when the time is over. */
  boolean closeAndAwaitEmpty(Duration timeout) {
    inside.incrementAndGet(); // so that leaving below finds the doors closed, even when nobody is inside
    closed = true;
    leave();
    try {
      return empty.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
