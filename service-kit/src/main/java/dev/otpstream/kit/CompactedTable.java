package dev.otpstream.kit;

import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest value of each key of a single-partition topic, held in memory and kept up to date. Thread-safe. A record that cannot be read or
 * used goes to the dead letters and leaves the key's earlier value in place.
 *
 * @param <V> the record
 */
public final class CompactedTable<V extends SpecificRecord> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompactedTable.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
  /** Longer than a producer tries, so that it normally answers first. */
  private static final Duration BURY_TIMEOUT = Duration.ofSeconds(35);
  private static final Duration POLL = Duration.ofMillis(200);
  private final ConcurrentMap<String, V> values = new ConcurrentHashMap<>();
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final AtomicLong position = new AtomicLong();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deserializer<V> deserializer;
  private final Platform platform;
  private final Topic<V> topic;
  private final String service;
  private final BiConsumer<String, V> listener;
  private final Thread reader;

  /**
   * Starts reading.
   *
   * @param service  who reads, for client ids and dead letters
   * @param listener told of every change just before it can be seen, in order, on the reader's thread; the value is null
   *                 when a key is gone; if it throws, the record is a dead letter
   */
  public CompactedTable(Platform platform, Topic<V> topic, String service, BiConsumer<String, V> listener) {
    this.platform = platform;
    this.topic = topic;
    this.service = service;
    this.listener = listener;
    this.deserializer = platform.serdes().deserializer(topic);
    this.consumer = new KafkaConsumer<>(platform.kafka().reader(service + "-" + topic.name()),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.reader = Thread.ofPlatform().name(service + "-" + topic.name()).daemon(true).start(this::read);
  }

  /** The value of a key, or null. */
  public V get(String key) {
    return values.get(key);
  }

  /** All values as of now. */
  public Map<String, V> all() {
    return Map.copyOf(values);
  }

  /** Whether everything that was in the topic at the start has been read. */
  public boolean isCaughtUp() {
    return caughtUp.getCount() == 0;
  }

  /** Waits until everything that was in the topic at the start has been read; false when the time is over. */
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    return caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits until a record that was just produced can be seen here; false when the time is over. */
  public boolean awaitOffset(long offset, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (position) {
      while (position.get() <= offset) {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) return false;
        position.wait(leftMs);
      }
    }
    return true;
  }

  private void read() {
    var partition = new TopicPartition(topic.name(), 0);
    try {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = platform.patience().insist(topic.name(), () -> {
        consumer.position(partition); // seeking is lazy, and asks the broker too
        return consumer.endOffsets(List.of(partition)).get(partition);
      });
      while (true) {
        if (caughtUp.getCount() > 0 && consumer.position(partition) >= end) caughtUp.countDown();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL))
          take(record);
        synchronized (position) {
          position.set(consumer.position(partition));
          position.notifyAll();
        }
      }
    } catch (WakeupException _) {
      // closed
    } catch (RuntimeException e) {
      Launcher.die("cannot read " + topic.name(), e);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT)); // it has nothing to commit: do not wait for a broker that is away
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || (record.value() == null && !topic.compacted())) {
      bury(record, "no key or no value"); // a compacted topic takes none without a key, and a null deletes
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    try {
      V value = deserialize(record);
      listener.accept(key, value);
      if (value == null) values.remove(key);
      else
        values.put(key, value);
    } catch (SerializationException e) {
      bury(record, e.getMessage());
    } catch (KafkaException e) {
      throw e; // of the consumer: the record is not at fault
    } catch (RuntimeException e) { // one bad record must not keep the service from starting, ever again
      bury(record, "cannot be used: " + e.getClass().getName());
    }
  }

  private V deserialize(ConsumerRecord<byte[], byte[]> record) {
    while (true) {
      try {
        return deserializer.deserialize(topic.name(), record.value());
      } catch (RegistryUnavailable e) {
        LOG.atWarn().addKeyValue("topic", topic.name()).log("waiting for the schema registry");
        consumer.pause(consumer.assignment());
        consumer.poll(POLL.multipliedBy(5)); // waits, and notices when it is closed
        consumer.resume(consumer.assignment());
      }
    }
  }

  private void bury(ConsumerRecord<byte[], byte[]> record, String reason) {
    try (var box = new DeadLetterBox(platform, service)) {
      box.put(record, reason).get(BURY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // It stays in its topic: the next start reads and buries it again.
      LOG.atError().setCause(e).addKeyValue("topic", topic.name()).log("dead letter not stored");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override public void close() {
    consumer.wakeup();
    try {
      reader.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
