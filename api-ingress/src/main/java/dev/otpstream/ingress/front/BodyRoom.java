package dev.otpstream.ingress.front;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies may be in memory at once, over all calls. A usual body always has room: who sends many long
 * ones takes it away from other long ones only. Thread-safe.
 */
final class BodyRoom {
  /** Of each body so much is not counted. Connections are bounded, and so is this. */
  static final int FREE_BYTES = 4 * 1024;
  private final long bytesMax;
  private final AtomicLong taken = new AtomicLong();

  BodyRoom(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Takes room for a body that grows; false, and nothing taken, if there is none. */
  boolean grow(int from, int to) {
    long more = counted(to) - counted(from);
    if (taken.addAndGet(more) <= bytesMax) return true;
    taken.addAndGet(-more);
    return false;
  }

  /** Gives back what a body of this length took. */
  void giveBack(int bytes) {
    taken.addAndGet(-counted(bytes));
  }

  /** What is taken now. */
  long taken() {
    return taken.get();
  }

  private static long counted(int bytes) {
    return Math.max(0, bytes - FREE_BYTES);
  }
}
