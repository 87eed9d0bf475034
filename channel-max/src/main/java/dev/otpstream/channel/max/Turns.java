package dev.otpstream.channel.max;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turns of this worker. All workers of a token share {@link #COUNT} turns, each of which one worker has at a time. A
 * request needs a turn, and a turn rests for a second or more after its request was answered. So no turn's requests reach
 * the messenger twice in a second, and all turns together no more often than there are turns, however many workers there
 * are and however late requests arrive. Thread-safe.
 */
final class Turns {
  /** The messenger's limit of requests in any second. */
  static final int COUNT = 30;
  /** A request that is not answered has arrived after this, or never will. */
  static final Duration ARRIVAL_MAX = Duration.ofSeconds(5);

  /** Who goes first. */
  enum Urgency { LISTEN, ANSWER, MESSAGE }

  private final long restNs;
  private final long arrivalNs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Turn> owned = new HashMap<>();
  private final Map<Urgency, Deque<Object>> waiting = new EnumMap<>(Urgency.class);
  private long leaseEndNs = System.nanoTime();
  private long pausedUntilNs = System.nanoTime();

  /** The right to make one request; closed when the request is answered or given up. */
  final class Turn implements AutoCloseable {
    /** When it may be used again. */
    private long freeAtNs;
    private boolean inUse;

    private Turn(long freeAtNs) {
      this.freeAtNs = freeAtNs;
    }

    private void begin(long now) {
      inUse = true;
      freeAtNs = now + arrivalNs + restNs;
    }

    @Override public void close() {
      lock.lock();
      try {
        if (inUse) freeAtNs = Math.min(freeAtNs, System.nanoTime() + restNs);
        inUse = false;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private boolean hasArrived(long now) {
      return !inUse || freeAtNs - restNs <= now;
    }
  }

  /**
   * None, to begin with.
   *
   * @param rest       how long a turn rests after its request was answered
   * @param arrivalMax how long an unanswered request may be on its way
   */
  Turns(Duration rest, Duration arrivalMax) {
    this.restNs = rest.toNanos();
    this.arrivalNs = arrivalMax.toNanos();
    for (Urgency urgency : Urgency.values())
      waiting.put(urgency, new ArrayDeque<>());
  }

  /** @param requestsMax how many requests a second all workers of the token make together, at most {@link #COUNT} */
  static Turns of(int requestsMax) {
    return new Turns(Duration.ofSeconds(COUNT).dividedBy(requestsMax), ARRIVAL_MAX);
  }

  /** These are ours from now on. They rest first, since another worker may have used them a moment ago. */
  void give(Collection<Integer> numbers) {
    lock.lock();
    try {
      long freeAt = System.nanoTime() + restNs;
      numbers.forEach(number -> owned.put(number, new Turn(freeAt)));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** These are not ours any more; returns when what was asked by them has arrived. */
  void giveBack(Collection<Integer> numbers) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      List<Turn> leaving = numbers.stream().map(owned::remove).filter(turn -> turn != null).toList();
      while (true) {
        long now = System.nanoTime();
        long latest = leaving.stream().filter(turn -> !turn.hasArrived(now)).mapToLong(turn -> turn.freeAtNs - restNs)
            .max().orElse(now);
        if (latest <= now) return;
        long _ = changed.awaitNanos(latest - now);
      }
    } finally {
      lock.unlock();
    }
  }

  /** These belong to another worker already. */
  void lose(Collection<Integer> numbers) {
    lock.lock();
    try {
      numbers.forEach(owned::remove);
    } finally {
      lock.unlock();
    }
  }

  /** The turns are surely ours until this moment of {@link System#nanoTime}. */
  void extend(long leaseEndNs) {
    lock.lock();
    try {
      this.leaseEndNs = leaseEndNs;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody has a turn for so long: the messenger asks for a pause. */
  void pause(Duration pause) {
    lock.lock();
    try {
      pausedUntilNs = Math.max(pausedUntilNs, System.nanoTime() + pause.toNanos());
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return owned.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for a turn. */
  int waiting() {
    lock.lock();
    try {
      return waiting.values().stream().mapToInt(Deque::size).sum();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a turn, the more urgent first; empty if there is none in time. */
  Optional<Turn> await(Urgency urgency, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    var ticket = new Object();
    lock.lockInterruptibly();
    try {
      waiting.get(urgency).addLast(ticket);
      while (true) {
        long now = System.nanoTime();
        long free = isNext(urgency, ticket) ? freeAt(now) : Long.MAX_VALUE;
        if (free <= now) return Optional.of(take(now));
        if (deadline <= now) return Optional.empty();
        long _ = changed.awaitNanos(Math.min(free, deadline) - now);
      }
    } finally {
      boolean _ = waiting.get(urgency).remove(ticket);
      changed.signalAll(); // whoever is next now
      lock.unlock();
    }
  }

  private boolean isNext(Urgency urgency, Object ticket) {
    for (Urgency each : Urgency.values()) {
      Object first = waiting.get(each).peekFirst();
      if (first != null) return each == urgency && first == ticket;
    }
    return false;
  }

  /** When the next turn is free; never while it is not sure that there is one. */
  private long freeAt(long now) {
    if (now >= leaseEndNs) return Long.MAX_VALUE;
    long first = owned.values().stream().mapToLong(turn -> turn.freeAtNs).min().orElse(Long.MAX_VALUE);
    return Math.max(first, pausedUntilNs);
  }

  private Turn take(long now) {
    Turn turn = owned.values().stream().filter(each -> each.freeAtNs <= now).findAny().orElseThrow();
    turn.begin(now);
    return turn;
  }
}
