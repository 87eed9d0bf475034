package dev.otpstream.simulators.telegrambot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The bot's updates until they are confirmed. One poll waits at a time: a newer one ends the older. Thread-safe. */
final class BotUpdates {
  private static final int KEPT_MAX = 10_000;
  private static final long FIRST_ID = 900_000_001L;
  private final Deque<ObjectNode> kept = new ArrayDeque<>();
  private Set<String> wanted = Set.of();
  private long next = FIRST_ID;
  private long polls;

  /** Numbers an update and keeps it, unless its kind is not wanted. */
  synchronized void add(String kind, ObjectNode content) {
    if (!wanted.isEmpty() && !wanted.contains(kind)) return;
    ObjectNode update = JsonNodeFactory.instance.objectNode().put("update_id", next++);
    update.set(kind, content);
    kept.addLast(update);
    if (kept.size() > KEPT_MAX) kept.removeFirst();
    notifyAll();
  }

  synchronized void want(Set<String> kinds) {
    wanted = Set.copyOf(kinds);
  }

  /**
   * Waits for updates.
   *
   * @param offset confirms all before it; zero: none
   * @return empty if a newer poll ended this one
   */
  synchronized Optional<List<ObjectNode>> poll(long offset, int limit, Duration timeout) throws InterruptedException {
    long mine = ++polls;
    notifyAll();
    confirm(offset);
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      if (polls != mine) return Optional.empty();
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (!kept.isEmpty() || leftMs <= 0) return Optional.of(kept.stream().limit(limit).toList());
      wait(leftMs);
    }
  }

  synchronized void confirm(long offset) {
    while (!kept.isEmpty() && kept.getFirst().path("update_id").asLong() < offset)
      kept.removeFirst();
  }

  synchronized Optional<ObjectNode> first() {
    return Optional.ofNullable(kept.peekFirst());
  }

  synchronized int waiting() {
    return kept.size();
  }

  synchronized void drop() {
    kept.clear();
  }

  /** Ends the poll that waits. */
  synchronized void release() {
    polls++;
    notifyAll();
  }
}
