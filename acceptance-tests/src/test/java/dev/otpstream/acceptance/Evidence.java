package dev.otpstream.acceptance;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the topics say, read committed and from the beginning, by a reader of the tests' own. */
final class Evidence {
  private static final Duration POLL = Duration.ofMillis(200);
  private final KafkaSettings kafka;
  private final RecordSerdes serdes;

  Evidence(String bootstrapServers, String registryUrl) {
    this.kafka = KafkaSettings.of(bootstrapServers);
    this.serdes = new RecordSerdes(SchemaRegistry.from(RegistrySettings.of(registryUrl, "").asMap()));
  }

  /** The status events of each message, in the order of the log. */
  Map<Long, List<StatusEvent>> statusByMessage() {
    return all(Topics.STATUS).stream().collect(Collectors.groupingBy(StatusEvent::getMessageId));
  }

  List<Dispatch> dispatches() {
    List<Dispatch> all = new ArrayList<>(all(Topics.DISPATCH_TELEGRAM));
    all.addAll(all(Topics.DISPATCH_MAX));
    all.addAll(all(Topics.DISPATCH_SMS));
    return all;
  }

  <V extends SpecificRecord> List<V> all(Topic<V> topic) {
    Deserializer<V> deserializer = serdes.deserializer(topic);
    return raw(topic.name()).stream().map(record -> deserializer.deserialize(topic.name(), record.value())).toList();
  }

  List<ConsumerRecord<String, byte[]>> raw(String topic) {
    var records = new ArrayList<ConsumerRecord<String, byte[]>>();
    try (var consumer = new KafkaConsumer<>(kafka.reader("evidence"), new StringDeserializer(),
        new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
          .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
        consumer.poll(POLL).forEach(records::add);
    }
    return records;
  }
}
