package dev.otpstream.simulators.max;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** The bot's updates, numbered; the newest are kept. Thread-safe. */
final class MaxUpdates {
  private static final int KEPT_MAX = 10_000;

  private final Deque<ObjectNode> kept = new ArrayDeque<>();
  /** The number of the next update; the oldest that is kept has this minus their count. */
  private long next = 1;
  /** Grows when everybody who waits is let go. */
  private int released;

  /** Some updates, and the marker that confirms them. */
  record Batch(List<ObjectNode> updates, long marker) {}

  synchronized void add(ObjectNode update) {
    kept.addLast(update);
    if (kept.size() > KEPT_MAX) kept.removeFirst();
    next++;
    notifyAll();
  }

  /**
   * The updates from a marker on; waits for one if there is none.
   *
   * @param marker the number of the first one wanted; zero: the newest only
   * @param types  the kinds that are wanted; empty: all
   */
  synchronized Batch from(long marker, int limit, Set<String> types, Duration timeout) throws InterruptedException {
    long from = marker > 0 ? marker : Math.max(1, next - 1);
    long deadline = System.nanoTime() + timeout.toNanos();
    int releasedBefore = released;
    while (true) {
      Batch batch = read(from, limit, types);
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (!batch.updates().isEmpty() || leftMs <= 0 || released > releasedBefore) return batch;
      from = batch.marker();
      wait(leftMs);
    }
  }

  private Batch read(long from, int limit, Set<String> types) {
    var found = new ArrayList<ObjectNode>();
    long at = next - kept.size();
    for (ObjectNode update : kept) {
      if (found.size() == limit) return new Batch(found, at);
      if (at >= from && (types.isEmpty() || types.contains(update.path("update_type").asText()))) found.add(update);
      at++;
    }
    return new Batch(found, next);
  }

  /** Lets everybody who waits go. */
  synchronized void release() {
    released++;
    notifyAll();
  }
}
