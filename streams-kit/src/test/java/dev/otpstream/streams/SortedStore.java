package dev.otpstream.streams;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store in memory that remembers from where it was scanned. */
final class SortedStore implements KeyValueStore<Bytes, byte[]> {
  final List<Bytes> scannedFrom = new ArrayList<>();
  private final TreeMap<Bytes, byte[]> entries = new TreeMap<>();

  @Override public void put(Bytes key, byte[] value) {
    entries.put(key, value);
  }

  @Override public byte[] delete(Bytes key) {
    return entries.remove(key);
  }

  @Override public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    scannedFrom.add(from);
    var found = to == null ? entries.tailMap(from, true) : entries.subMap(from, true, to, true);
    return new Snapshot(new TreeMap<>(found).entrySet().iterator());
  }

  @Override public long approximateNumEntries() {
    return entries.size();
  }

  @Override public byte[] get(Bytes key) {
    return entries.get(key);
  }

  @Override public KeyValueIterator<Bytes, byte[]> all() {
    throw new UnsupportedOperationException();
  }

  @Override public byte[] putIfAbsent(Bytes key, byte[] value) {
    throw new UnsupportedOperationException();
  }

  @Override public void putAll(List<KeyValue<Bytes, byte[]>> entriesToPut) {
    throw new UnsupportedOperationException();
  }

  @Override public String name() {
    return "timers";
  }

  @Override public void init(StateStoreContext context, StateStore root) {}

  @Override public void close() {}

  @Override public boolean persistent() {
    return false;
  }

  @Override public boolean isOpen() {
    return true;
  }

  /** As RocksDB's iterators: what is written meanwhile does not show. */
  private record Snapshot(Iterator<Map.Entry<Bytes, byte[]>> entries) implements KeyValueIterator<Bytes, byte[]> {
    @Override public boolean hasNext() {
      return entries.hasNext();
    }

    @Override public KeyValue<Bytes, byte[]> next() {
      Map.Entry<Bytes, byte[]> entry = entries.next();
      return KeyValue.pair(entry.getKey(), entry.getValue());
    }

    @Override public Bytes peekNextKey() {
      throw new UnsupportedOperationException();
    }

    @Override public void close() {}
  }
}
