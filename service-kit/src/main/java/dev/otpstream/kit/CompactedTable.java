package dev.otpstream.kit;

import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A single-partition compacted topic, held in memory and kept up to date. Thread-safe. A record that cannot be read goes
 * to the dead letters and leaves the key's earlier value in place.
 *
 * @param <V> the record
 */
public final class CompactedTable<V extends SpecificRecord> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompactedTable.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(200);
  private final ConcurrentMap<String, V> values = new ConcurrentHashMap<>();
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final AtomicLong position = new AtomicLong();
  private final KafkaConsumer<String, byte[]> consumer;
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
   * @param listener told of every change, in order, on the reader's thread; the value is null when a key is gone
   */
  public CompactedTable(Platform platform, Topic<V> topic, String service, BiConsumer<String, V> listener) {
    this.platform = platform;
    this.topic = topic;
    this.service = service;
    this.listener = listener;
    this.deserializer = platform.serdes().deserializer(topic);
    this.consumer = new KafkaConsumer<>(platform.kafka().reader(service + "-" + topic.name()),
        new StringDeserializer(), new ByteArrayDeserializer());
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
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (true) {
        if (caughtUp.getCount() > 0 && consumer.position(partition) >= end) caughtUp.countDown();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL))
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

  private void take(ConsumerRecord<String, byte[]> record) {
    V value;
    try {
      value = deserialize(record);
    } catch (SerializationException e) {
      bury(record, e.getMessage());
      return;
    }
    if (value == null) values.remove(record.key());
    else
      values.put(record.key(), value);
    listener.accept(record.key(), value);
  }

  private V deserialize(ConsumerRecord<String, byte[]> record) {
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

  private void bury(ConsumerRecord<String, byte[]> record, String reason) {
    LOG.atError().addKeyValue("topic", topic.name()).addKeyValue("offset", record.offset())
        .addKeyValue("reason", reason).log("dead letter");
    try (var producer = new KafkaProducer<>(platform.kafka().producer(service + "-dead-letters"),
        new StringSerializer(), new ByteArraySerializer())) {
      var _ = producer.send(new ProducerRecord<>(DeadLetters.TOPIC, null, record.key(), record.value(),
          DeadLetters.headers(record.headers(), topic.name(), record.partition(), record.offset(), service, reason)));
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
