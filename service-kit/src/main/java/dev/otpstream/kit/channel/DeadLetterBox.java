package dev.otpstream.kit.channel;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.DeadLetters;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where records go that nobody can read. Thread-safe. */
final class DeadLetterBox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBox.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private final Producer<byte[], byte[]> producer;
  private final String service;

  DeadLetterBox(Platform platform, String service) {
    this(new KafkaProducer<>(platform.kafka().producer(service + "-dead-letters"), new ByteArraySerializer(),
        new ByteArraySerializer()), service);
  }

  DeadLetterBox(Producer<byte[], byte[]> producer, String service) {
    this.producer = producer;
    this.service = service;
  }

  /** @return done when Kafka has it */
  CompletableFuture<Void> put(ConsumerRecord<byte[], byte[]> record, String reason) {
    LOG.atError().addKeyValue("topic", record.topic()).addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset()).addKeyValue("reason", reason).log("dead letter");
    var headers = DeadLetters.headers(record.headers(), record.topic(), record.partition(), record.offset(), service,
        reason);
    return Stored.by(producer, new ProducerRecord<>(DeadLetters.TOPIC, null, record.key(), record.value(), headers));
  }

  @Override public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
