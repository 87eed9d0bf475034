package dev.otpstream.schemas;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic: what a record of it means, and how it is kept. Keys are UTF-8 strings.
 *
 * @param <V>         the value's record
 * @param name        the topic's name
 * @param valueType   the value's record class
 * @param key         what the key is, in words
 * @param layout      how many partitions it gets
 * @param retention   how long records are kept; null: compacted, for ever
 * @param brokerClock whether a record's time is set by the broker when it is appended
 * @param readers     who may read it, in words
 * @param doc         what it carries, in words
 */
public record Topic<V extends SpecificRecord>(String name, Class<V> valueType, String key, Layout layout,
    Duration retention, boolean brokerClock, String readers, String doc) {

  /** How many partitions a topic gets. */
  public enum Layout {
    /** As many as the engine has, so that a message id names the partition in each of them. */
    ENGINE,
    /** As many as the engine has, keyed by hash: free to grow. */
    HASHED,
    /** One. */
    SINGLE
  }

  /** The subject of the value's schema in the registry. */
  public String subject() {
    return name + "-value";
  }

  /** Whether only the newest record of a key is kept. */
  public boolean compacted() {
    return retention == null;
  }

  @Override public String toString() {
    return name;
  }
}
