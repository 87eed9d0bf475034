package dev.otpstream.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deadlines as state: a store in the order of time. A timer says only that something is to be looked at; whether it is
 * due is decided by what it points to, so a timer too many is harmless.
 */
public final class Timers<K extends Timers.Kind> {
  /** What timers point to: a constant for each kind. */
  public interface Kind {
    /** Names the kind in the store: one ASCII character, which never changes. */
    char letter();
  }

  /** What is to be looked at when the time has come. */
  public interface Due<K> {
    /** @param at the time the timer was set for */
    void due(K kind, String subject, Instant at);
  }

  private static final byte[] NOTHING = {};
  private static final int HEADER_BYTES = 1 + Long.BYTES + 1;
  private final KeyValueStore<Bytes, byte[]> store;
  private final byte tag;
  private final List<K> kinds;
  // Nothing is left before this time: deleted timers leave tombstones, over which a scan from the start would walk.
  private long nextMs;

  /**
   * Timers among other things in a store.
   *
   * @param tag   the first byte of their keys, which nothing else in the store has
   * @param kinds all kinds there are
   */
  public Timers(KeyValueStore<Bytes, byte[]> store, char tag, K[] kinds) {
    this.store = store;
    this.tag = (byte) tag;
    this.kinds = List.of(kinds);
  }

  /** No timer is due before this time, in milliseconds since 1970; {@link Long#MAX_VALUE}: there is none. */
  public long nextMs() {
    return nextMs;
  }

  /** Sets a timer; the same again is one. */
  public void set(K kind, String subject, Instant at) {
    long atMs = Math.max(0, at.toEpochMilli());
    store.put(key(atMs, kind, subject), NOTHING);
    nextMs = Math.min(nextMs, atMs);
  }

  /** Takes a timer back, if it is set for that time. */
  public void cancel(K kind, String subject, Instant at) {
    store.delete(key(Math.max(0, at.toEpochMilli()), kind, subject));
  }

  /**
   * Fires what is due, in the order of time, and forgets it.
   *
   * @param enough asked after each; true stops here and leaves the rest for the next time
   */
  public void fire(Instant now, Due<K> due, BooleanSupplier enough) {
    long nowMs = now.toEpochMilli();
    if (nowMs < nextMs) return;
    try (KeyValueIterator<Bytes, byte[]> timers = store.range(bound(nextMs), end())) {
      nextMs = Long.MAX_VALUE; // lowered again by what is set meanwhile, and by what is left
      boolean tired = false;
      while (timers.hasNext()) {
        KeyValue<Bytes, byte[]> timer = timers.next();
        ByteBuffer key = ByteBuffer.wrap(timer.key.get()).position(1);
        long atMs = key.getLong();
        if (tired || atMs > nowMs) {
          nextMs = Math.min(nextMs, atMs);
          return;
        }
        K kind = kind(key.get());
        String subject = StandardCharsets.UTF_8.decode(key).toString();
        store.delete(timer.key);
        due.due(kind, subject, Instant.ofEpochMilli(atMs));
        tired = enough.getAsBoolean();
      }
    }
  }

  private K kind(byte letter) {
    for (K kind : kinds)
      if ((byte) kind.letter() == letter) return kind;
    throw new IllegalStateException("a timer of no known kind: " + letter);
  }

  private Bytes key(long atMs, K kind, String subject) {
    byte[] name = subject.getBytes(StandardCharsets.UTF_8);
    return Bytes
        .wrap(ByteBuffer.allocate(HEADER_BYTES + name.length).put(tag).putLong(atMs).put((byte) kind.letter()).put(name)
            .array());
  }

  /** Before all timers of a time. */
  private Bytes bound(long atMs) {
    return Bytes.wrap(ByteBuffer.allocate(1 + Long.BYTES).put(tag).putLong(atMs).array());
  }

  /** After all timers. */
  private Bytes end() {
    return Bytes.wrap(new byte[]{(byte) (tag + 1)});
  }
}
