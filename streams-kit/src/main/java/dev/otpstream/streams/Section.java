package dev.otpstream.streams;

import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * One kind of state among several that share a store. A store costs files and memory in every partition, and a
 * transaction pays for every changelog it writes to: what changes together is better kept together.
 */
public final class Section<K, V> {
  private final KeyValueStore<Bytes, byte[]> store;
  private final byte tag;
  private final Function<K, byte[]> keyBytes;
  private final Serde<V> values;
  private final String topic;

  /**
   * One section of a store.
   *
   * @param tag    the first byte of its keys; no other section of the store has it
   * @param keyBytes how its keys are written; different keys, different bytes
   * @param topic  under which name the values are written, as if they had a topic of their own
   */
  public Section(KeyValueStore<Bytes, byte[]> store, char tag, Function<K, byte[]> keyBytes, Serde<V> values,
      String topic) {
    this.store = store;
    this.tag = (byte) tag;
    this.keyBytes = keyBytes;
    this.values = values;
    this.topic = topic;
  }

  /** Adds a store for sections to a topology: persistent, with a changelog. */
  public static void addStore(Topology topology, String name, String processor) {
    topology.addStateStore(
        Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled(),
        processor);
  }

  /** The value of a key; null if there is none. */
  public V get(K key) {
    byte[] value = store.get(key(key));
    return value == null ? null : values.deserializer().deserialize(topic, value);
  }

  public void put(K key, V value) {
    store.put(key(key), values.serializer().serialize(topic, value));
  }

  public void delete(K key) {
    store.delete(key(key));
  }

  /** How many keys there are, counted one by one. */
  public long count() {
    long count = 0;
    try (KeyValueIterator<Bytes, byte[]> all = store.range(bound(tag), bound(tag + 1))) {
      while (all.hasNext())
        if (all.next().key.get()[0] == tag) count++; // the bound itself is included in a range
    }
    return count;
  }

  private static Bytes bound(int tag) {
    return Bytes.wrap(new byte[]{(byte) tag});
  }

  private Bytes key(K key) {
    byte[] name = keyBytes.apply(key);
    var tagged = new byte[1 + name.length];
    tagged[0] = tag;
    System.arraycopy(name, 0, tagged, 1, name.length);
    return Bytes.wrap(tagged);
  }
}
