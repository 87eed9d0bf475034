package dev.otpstream.kit.channel;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this process knows of dispatches, so that none is sent twice when its record comes again: after a report that
 * Kafka did not take, or after a rebalance that gave the partition back. Thread-safe.
 *
 * <p>Bounded: the longest untouched entries are forgotten first. There is room for many times what a worker holds at
 * once, so what is forgotten is finished.
 */
final class Ledger {
  /** Many times the records a worker holds at once. */
  static final int ENTRIES_MAX = 20_000;

  /** Where a dispatch stands. */
  sealed interface Progress {
    /** A thread of ours is at it. */
    record Busy() implements Progress {}

    /**
     * To be sent.
     *
     * @param round whose turn it is
     * @param due   when to go on
     * @param paced whether {@code due} is a moment that this provider's {@link Pace} gave
     */
    record Waiting(Round round, Instant due, boolean paced) implements Progress {}

    /** To be reported, as this provider's doing. */
    record Decided(String provider, SendReport report, int tries, Instant at) implements Progress {}

    /** Kafka has the report. */
    record Reported() implements Progress {}
  }

  private static final Progress NEW = new Progress.Waiting(Round.FIRST, Instant.EPOCH, false);
  private static final Progress BUSY = new Progress.Busy();
  private final Map<DispatchId, Progress> entries = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override protected boolean removeEldestEntry(Map.Entry<DispatchId, Progress> eldest) {
      return size() > ENTRIES_MAX;
    }
  };

  /**
   * Where a dispatch stands. If there is something left to do for it, it is the caller's from now on, until
   * {@link #put}.
   */
  synchronized Progress take(DispatchId id) {
    Progress entry = entries.getOrDefault(id, NEW);
    if (!(entry instanceof Progress.Reported)) entries.put(id, BUSY);
    return entry;
  }

  synchronized void put(DispatchId id, Progress entry) {
    entries.put(id, entry);
  }
}
