package dev.otpstream.simulators.stage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Everything received and sent, the newest entries only, with counters of all. Thread-safe and without locks. */
public final class Journal {
  private final AtomicReferenceArray<Entry> ring;
  private final AtomicLong next = new AtomicLong(1);
  private volatile long clearedBefore = 1;
  private final Map<Counted, LongAdder> counters = new ConcurrentHashMap<>();

  private record Counted(String provider, String what) {}

  Journal(int entriesMax) {
    ring = new AtomicReferenceArray<>(entriesMax);
  }

  public void received(String provider, String kind, String phone, String messageId, Object body) {
    add(provider, Entry.Direction.RECEIVED, kind, phone, messageId, body);
  }

  public void sent(String provider, String kind, String phone, String messageId, Object body) {
    add(provider, Entry.Direction.SENT, kind, phone, messageId, body);
  }

  /** Counts something of a provider that is worth a number of its own. */
  public void count(String provider, String what) {
    counters.computeIfAbsent(new Counted(provider, what), key -> new LongAdder()).increment();
  }

  /**
   * The entries after a sequence number that pass the filter, oldest first. Stops before an entry that is still being
   * written, so that a reader who goes on from the last sequence number misses none.
   */
  public List<Entry> since(long sequence, int limit, Predicate<Entry> filter) {
    long end = next.get();
    long begin = Math.max(Math.max(sequence + 1, clearedBefore), end - ring.length());
    var found = new ArrayList<Entry>();
    for (long at = begin; at < end && found.size() < limit; at++) {
      Entry entry = ring.get(slot(at));
      if (entry == null || entry.sequence() < at) break;
      if (entry.sequence() == at && filter.test(entry)) found.add(entry);
    }
    return found;
  }

  /** The counters of each provider, by name. */
  public Map<String, Map<String, Long>> counters() {
    var byProvider = new TreeMap<String, Map<String, Long>>();
    counters.forEach((key, value) -> byProvider.computeIfAbsent(key.provider(), name -> new TreeMap<>())
        .put(key.what(), value.sum()));
    return byProvider;
  }

  /** Forgets entries and counters; sequence numbers go on. */
  void clear() {
    clearedBefore = next.get();
    counters.clear();
    for (int slot = 0; slot < ring.length(); slot++) {
      Entry entry = ring.get(slot);
      if (entry != null && entry.sequence() < clearedBefore) ring.compareAndSet(slot, entry, null);
    }
  }

  private void add(String provider, Entry.Direction direction, String kind, String phone, String messageId,
      Object body) {
    long sequence = next.getAndIncrement();
    ring.set(slot(sequence),
        new Entry(sequence, Instant.now(), provider, direction, kind, phone, messageId, body));
    count(provider, (direction == Entry.Direction.RECEIVED ? "received " : "sent ") + kind);
  }

  private int slot(long sequence) {
    return (int) (sequence % ring.length());
  }
}
