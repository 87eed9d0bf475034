package dev.otpstream.chaos.faults;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records that nobody can read to topics that services read. */
final class Poisoner implements AutoCloseable {
  private static final List<Topic<?>> TOPICS = List.of(Topics.COMMANDS, Topics.DELIVERY_RESULTS, Topics.REFERENCES,
      Topics.DISPATCH_TELEGRAM, Topics.DISPATCH_SMS, Topics.WEBHOOKS, Topics.WEBHOOK_CALLS, Topics.WEBHOOK_RESULTS);
  private static final int SCHEMA_OF_NOBODY = 1_999_999_999;
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final KafkaProducer<String, byte[]> producer;

  Poisoner(String bootstrapServers) {
    producer = new KafkaProducer<>(KafkaSettings.of(bootstrapServers).producer("chaos-poison"), new StringSerializer(),
        new ByteArraySerializer());
  }

  /** One record each to all topics, without waiting for the broker. */
  void write(Random random) {
    for (Topic<?> topic : TOPICS) {
      byte[] value = switch (random.nextInt(4)) {
        case 0 -> new byte[0];
        case 1 -> framed(1, 1, random);
        case 2 -> framed(0, SCHEMA_OF_NOBODY, random);
        default -> "no record".getBytes(StandardCharsets.UTF_8);
      };
      var _ = producer.send(new ProducerRecord<>(topic.name(), null, "poison-" + random.nextInt(1_000), value),
          (where, failure) -> {
            if (failure == null) written.add(where.topic() + "-" + where.partition() + "@" + where.offset());
          });
    }
  }

  private static byte[] framed(int magic, int id, Random random) {
    byte[] avro = new byte[64];
    random.nextBytes(avro);
    return ByteBuffer.allocate(5 + avro.length).put((byte) magic).putInt(id).put(avro).array();
  }

  Set<String> written() {
    producer.flush();
    return Set.copyOf(written);
  }

  @Override public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
