package dev.otpstream.chaos.evidence;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads topics from their first record to their end, committed records only. */
public final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);
  /** An end that nobody reaches: a transaction stays open, or a broker is away. */
  private static final Duration STUCK_AFTER = Duration.ofSeconds(60);
  private final KafkaSettings kafka;
  private final RecordSerdes serdes;

  public TopicReader(String bootstrapServers, String registryUrl) {
    this.kafka = KafkaSettings.of(bootstrapServers);
    this.serdes = new RecordSerdes(SchemaRegistry.from(RegistrySettings.of(registryUrl, "").asMap()));
  }

  /** Reads a topic of the catalogue; what is no record of it (poison) is left out. */
  <V extends SpecificRecord> void read(Topic<V> topic, Consumer<V> each) {
    Deserializer<V> deserializer = serdes.deserializer(topic);
    raw(topic.name(), record -> {
      V value;
      try {
        value = record.value() == null ? null : deserializer.deserialize(topic.name(), record.value());
      } catch (SerializationException _) {
        return;
      }
      if (value != null) each.accept(value);
    });
  }

  /** @throws IllegalStateException if the end does not come */
  void raw(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (var consumer = new KafkaConsumer<>(kafka.reader("chaos-evidence"), new ByteArrayDeserializer(),
        new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
          .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long movedNs = System.nanoTime();
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        var records = consumer.poll(POLL);
        if (!records.isEmpty()) movedNs = System.nanoTime();
        if (System.nanoTime() - movedNs > STUCK_AFTER.toNanos())
          throw new IllegalStateException("the end of " + topic + " cannot be read");
        records.forEach(each);
      }
    }
  }
}
