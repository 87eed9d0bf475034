package dev.otpstream.webhooks.schedule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deadlines as state, in the order of time. A deadline says only that something is to be looked at; what it points to
 * decides whether it is still meant, so one too many is harmless.
 */
final class Deadlines {
  /** What a deadline points to. The letter is kept in the store. */
  enum Kind {
    QUEUE('q'), LANE('l');

    private final byte letter;

    Kind(char letter) {
      this.letter = (byte) letter;
    }

    static Kind of(byte letter) {
      for (Kind kind : values())
        if (kind.letter == letter) return kind;
      throw new IllegalStateException("a deadline of no known kind: " + letter);
    }
  }

  /** Told of a deadline that has been reached. */
  interface Listener {
    void reached(Kind kind, String subject, Instant at);
  }

  private static final byte[] NOTHING = {};
  private final KeyValueStore<Bytes, byte[]> store;
  // What was deleted leaves tombstones that a scan would walk over: start where the last one ended.
  private long lowMarkMs;

  Deadlines(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void set(Kind kind, String subject, Instant at) {
    store.put(key(at.toEpochMilli(), kind, subject), NOTHING);
    lowMarkMs = Math.min(lowMarkMs, at.toEpochMilli());
  }

  void cancel(Kind kind, String subject, Instant at) {
    store.delete(key(at.toEpochMilli(), kind, subject));
  }

  /**
   * Tells of every deadline that has been reached, and forgets it.
   *
   * @param enough asked after each; true leaves the rest for the next time
   */
  void reach(Instant now, Listener listener, BooleanSupplier enough) {
    long nowMs = now.toEpochMilli();
    try (KeyValueIterator<Bytes, byte[]> reached = store.range(bound(lowMarkMs), bound(nowMs + 1))) {
      while (reached.hasNext()) {
        Bytes key = reached.next().key;
        ByteBuffer parts = ByteBuffer.wrap(key.get());
        long atMs = parts.getLong();
        if (atMs > nowMs) break; // the bound itself is included in a range
        lowMarkMs = atMs;
        Kind kind = Kind.of(parts.get());
        store.delete(key);
        listener.reached(kind, StandardCharsets.UTF_8.decode(parts).toString(), Instant.ofEpochMilli(atMs));
        if (enough.getAsBoolean()) return;
      }
    }
  }

  private static Bytes key(long atMs, Kind kind, String subject) {
    byte[] name = subject.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + 1 + name.length).putLong(atMs).put(kind.letter).put(name)
        .array());
  }

  private static Bytes bound(long atMs) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(atMs).array());
  }
}
