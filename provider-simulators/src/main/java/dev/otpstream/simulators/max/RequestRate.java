package dev.otpstream.simulators.max;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Counts the requests of any one second. Thread-safe. */
final class RequestRate {
  private static final long SECOND_NS = 1_000_000_000L;

  private final int requestsMax;
  /** When the requests of the last second came. */
  private final Deque<Long> arrivals = new ArrayDeque<>();
  private final LongSupplier clockNs;
  private int busiest;

  RequestRate(int requestsMax, LongSupplier clockNs) {
    this.requestsMax = requestsMax;
    this.clockNs = clockNs;
  }

  /** Counts a request that comes now. @return whether it is one too many; it counts even so */
  synchronized boolean isOneTooMany() {
    long now = clockNs.getAsLong();
    while (!arrivals.isEmpty() && now - arrivals.peekFirst() >= SECOND_NS)
      arrivals.removeFirst();
    arrivals.addLast(now);
    busiest = Math.max(busiest, arrivals.size());
    return arrivals.size() > requestsMax;
  }

  /** The most requests that came in any one second. */
  synchronized int busiestSecond() {
    return busiest;
  }

  synchronized void forget() {
    busiest = 0;
  }
}
