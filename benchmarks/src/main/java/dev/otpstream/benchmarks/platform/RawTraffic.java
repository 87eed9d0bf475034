package dev.otpstream.benchmarks.platform;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One producer and one consumer that do nothing but move records, as fast as they can, until they are closed. */
final class RawTraffic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  /** What a record's length fields and its share of the batch take. */
  private static final int RECORD_OVERHEAD_BYTES = 10;
  private static final int LINGER_MS = 5;
  private static final int BATCH_BYTES = 128 * 1024;

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong consumed = new AtomicLong();
  private final AtomicReference<Exception> problem = new AtomicReference<>();
  private final int recordBytes;
  private final Thread producing;
  private final Thread consuming;
  private volatile boolean stopping;

  RawTraffic(String bootstrapServers, String topic, int partitions, int recordBytes) {
    this.recordBytes = recordBytes;
    consuming = Thread.ofPlatform().name("raw-consumer").start(() -> consume(bootstrapServers, topic, partitions));
    producing = Thread.ofPlatform().name("raw-producer").start(() -> produce(bootstrapServers, topic, partitions));
  }

  private void produce(String bootstrapServers, String topic, int partitions) {
    byte[] value = new byte[Math.max(1, recordBytes - RECORD_OVERHEAD_BYTES)];
    ThreadLocalRandom.current().nextBytes(value);
    try (var producer = new KafkaProducer<byte[], byte[]>(Map.<String, Object>of("bootstrap.servers",
        bootstrapServers, "acks", "all", "linger.ms", LINGER_MS, "batch.size", BATCH_BYTES),
        new ByteArraySerializer(), new ByteArraySerializer())) {
      // One at a time until every partition has a leader: batches on top of a refused first one are out of sequence.
      for (int partition = 0; partition < partitions; partition++) {
        var _ = producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
      }
      while (!stopping) {
        var _ = producer.send(new ProducerRecord<>(topic, value), (_, failure) -> {
          if (failure == null) {
            acknowledged.incrementAndGet();
          } else {
            problem.compareAndSet(null, failure);
          }
        });
      }
    } catch (InterruptedException | ExecutionException | RuntimeException e) {
      problem.compareAndSet(null, e);
    }
  }

  private void consume(String bootstrapServers, String topic, int partitions) {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(
        Map.<String, Object>of("bootstrap.servers", bootstrapServers), new ByteArrayDeserializer(),
        new ByteArrayDeserializer())) {
      var all = IntStream.range(0, partitions).mapToObj(number -> new TopicPartition(topic, number)).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      while (!stopping)
        consumed.addAndGet(consumer.poll(POLL).count());
    } catch (RuntimeException e) {
      problem.compareAndSet(null, e);
    }
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long acknowledgedBytes() {
    return acknowledged.get() * recordBytes;
  }

  long consumed() {
    return consumed.get();
  }

  /** @throws IllegalStateException if a client failed */
  void failOnProblem() {
    Exception found = problem.get();
    if (found != null) throw new IllegalStateException("the raw limit cannot be measured", found);
  }

  @Override public void close() {
    stopping = true;
    try {
      producing.join(STOP_TIMEOUT);
      consuming.join(STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
