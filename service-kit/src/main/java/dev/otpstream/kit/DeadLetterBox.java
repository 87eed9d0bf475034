package dev.otpstream.kit;

import dev.otpstream.schemas.DeadLetters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where records go that nobody can read or process. Thread-safe. */
public final class DeadLetterBox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBox.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private final Producer<byte[], byte[]> producer;
  private final MeterRegistry meters;
  private final String service;

  /**
   * Ready at once.
   *
   * @param service who gives up; the letters say so
   * @param topics  where the records may come from
   */
  public DeadLetterBox(Platform platform, String service, String... topics) {
    this(new KafkaProducer<>(platform.kafka().producer(service + "-dead-letters"), new ByteArraySerializer(),
        new ByteArraySerializer()), platform.meters(), service);
    for (String topic : topics)
      letters(topic); // a counter that comes up with its first count hides it from rates
  }

  /** With a producer that is closed with the box. */
  public DeadLetterBox(Producer<byte[], byte[]> producer, MeterRegistry meters, String service) {
    this.producer = producer;
    this.meters = meters;
    this.service = service;
  }

  /**
   * Keeps a record.
   *
   * @param reason why it is given up; never quotes the record
   * @return done when Kafka has it; failed with Kafka's reason, never thrown
   */
  public CompletableFuture<Void> put(ConsumerRecord<byte[], byte[]> record, String reason) {
    var letter = DeadLetters.letter(record, service, reason);
    String trace = new String(letter.headers().lastHeader(DeadLetters.TRACE).value(), StandardCharsets.UTF_8);
    LOG.atError().addKeyValue("topic", record.topic()).addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset()).addKeyValue("reason", reason).addKeyValue("trace", trace)
        .log("dead letter");
    letters(record.topic()).increment();
    return Stored.by(producer, letter);
  }

  private Counter letters(String topic) {
    return meters.counter("otp.dead.letters", "topic", topic);
  }

  @Override public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
