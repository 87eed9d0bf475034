package example;

import dev.otpstream.schemas.StatusEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints a live funnel per channel: {@code StatusFunnel [--from 2026-01-01T00:00:00Z]}. Reads
 * {@code KAFKA_BOOTSTRAP_SERVERS} and {@code SCHEMA_REGISTRY_URL}; the defaults are those of {@code ./otp up}.
 */
public final class StatusFunnel {
  private static final String TOPIC = "otp.status";
  private static final Duration POLL = Duration.ofSeconds(1);

  private StatusFunnel() {}

  public static void main(String[] args) {
    // Avro makes objects of trusted packages only.
    System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "dev.otpstream.schemas,java.lang");
    Instant from = args.length == 2 && args[0].equals("--from") ? Instant.parse(args[1]) : Instant.EPOCH;
    var decoder = new StatusEventDecoder(setting("SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081"));
    var funnel = new Funnel();
    try (var consumer = new KafkaConsumer<String, byte[]>(settings())) {
      seek(consumer, from);
      while (true) {
        boolean changed = false;
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          StatusEvent event = decoder.decode(record.value());
          changed |= funnel.take(event);
        }
        if (changed) System.out.println(funnel);
      }
    }
  }

  private static Map<String, Object> settings() {
    var settings = new HashMap<String, Object>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, setting("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"));
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    // Without it, events of aborted transactions would be counted, too.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return settings;
  }

  /** All partitions, each from its first record at or after a time. */
  private static void seek(KafkaConsumer<?, ?> consumer, Instant from) {
    List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
        .map(partition -> new TopicPartition(TOPIC, partition.partition())).toList();
    consumer.assign(partitions);
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(
        partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> from.toEpochMilli())));
    starts.forEach((partition, start) -> {
      if (start == null) consumer.seekToEnd(List.of(partition)); // nothing that new yet
      else
        consumer.seek(partition, start.offset());
    });
  }

  private static String setting(String name, String fallback) {
    return System.getenv().getOrDefault(name, fallback);
  }
}
