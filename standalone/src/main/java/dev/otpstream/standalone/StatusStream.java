package dev.otpstream.standalone;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the public status stream as anybody downstream would. */
final class StatusStream {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(100);

  private StatusStream() {}

  /** The events of one message from the first up to one of this type. */
  static List<StatusEvent> until(Standalone standalone, long messageId, String type) {
    var serdes = new RecordSerdes(
        SchemaRegistry.from(RegistrySettings.of(standalone.registryUrl(), "").asMap()));
    var events = new ArrayList<StatusEvent>();
    try (var consumer = new KafkaConsumer<>(KafkaSettings.of(standalone.bootstrapServers()).reader("demo"),
        new StringDeserializer(), serdes.deserializer(Topics.STATUS))) {
      consumer.assign(consumer.partitionsFor(Topics.STATUS.name()).stream()
          .map(p -> new TopicPartition(p.topic(), p.partition())).toList());
      consumer.seekToBeginning(consumer.assignment());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        for (ConsumerRecord<String, StatusEvent> record : consumer.poll(POLL))
          if (record.value().getMessageId() == messageId) events.add(record.value());
        if (!events.isEmpty() && events.getLast().getType().name().equals(type)) return events;
      }
    }
    throw new IllegalStateException("no event " + type + " of message " + messageId);
  }
}
