package dev.otpstream.kit;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Kafka's word that it has a record. */
public final class Stored {
  private Stored() {}

  /** Sends a record.
   *
   * @return done when all replicas have it; failed with Kafka's reason, never thrown */
  public static <K, V> CompletableFuture<Void> by(Producer<K, V> producer, ProducerRecord<K, V> record) {
    var stored = new CompletableFuture<Void>();
    try {
      var _ = producer.send(record, (metadata, problem) -> {
        if (problem == null) stored.complete(null);
        else
          stored.completeExceptionally(problem);
      });
    } catch (KafkaException | IllegalStateException e) { // the registry is away, or the producer was closed
      stored.completeExceptionally(e);
    }
    return stored;
  }
}
