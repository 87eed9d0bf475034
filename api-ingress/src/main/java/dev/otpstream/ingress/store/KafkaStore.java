package dev.otpstream.ingress.store;

import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Records on a compacted topic of one partition.
 *
 * @param <V> the record
 */
public final class KafkaStore<V extends SpecificRecord> implements Store<V>, AutoCloseable {
  private static final Duration SAVE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private final Topic<V> topic;
  private final CompactedTable<V> table;
  private final KafkaProducer<String, V> producer;

  /**
   * Starts reading.
   *
   * @param name     of what is kept, for client ids
   * @param listener told of every change, in order, on one thread; the value is null when a key is gone
   */
  public KafkaStore(Platform platform, Topic<V> topic, String name, BiConsumer<String, V> listener) {
    this.topic = topic;
    var settings = platform.kafka().producer("api-ingress-" + name);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) SAVE_TIMEOUT.toMillis());
    producer = new KafkaProducer<>(settings, new StringSerializer(), platform.serdes().serializer(topic));
    table = new CompactedTable<>(platform, topic, "api-ingress", listener);
  }

  /** Waits until all that was kept at the start is known; false when the time is over. */
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    return table.awaitCaughtUp(timeout);
  }

  @Override public Optional<V> find(String key) {
    return Optional.ofNullable(table.get(key));
  }

  @Override public List<V> all() {
    return List.copyOf(table.all().values());
  }

  @Override public void save(String key, V value) throws StoreAway {
    produce(key, value);
  }

  @Override public void delete(String key) throws StoreAway {
    produce(key, null);
  }

  private void produce(String key, V value) throws StoreAway {
    try {
      var saved = producer.send(new ProducerRecord<>(topic.name(), 0, key, value))
          .get(SAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      CrashPoint.INGRESS_CHANGE_STORED.pass();
      if (!table.awaitOffset(saved.offset(), SAVE_TIMEOUT))
        throw new StoreAway(new TimeoutException("not read back in " + SAVE_TIMEOUT));
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new StoreAway(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreAway(e);
    }
  }

  @Override public void close() {
    producer.close(CLOSE_TIMEOUT);
    table.close();
  }
}
