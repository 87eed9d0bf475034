package dev.otpstream.kit.channel;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Claim;
import dev.otpstream.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the newest claims of partitions, up to what is their end now. Thread-safe: each reading has its own consumer. */
final class ClaimReader implements LeftClaims.Source {
  /**
   * How far back. Only a partition's owner claims in it, so what a dead worker had in flight is among the last it wrote;
   * this is many times what one holds at once, and no clock is asked.
   */
  static final int LOOK_BACK = 20_000;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Logger LOG = LoggerFactory.getLogger(ClaimReader.class);

  private record Open(DispatchId dispatch, String worker) {}

  private final Platform platform;
  private final Topic<Claim> topic;
  private final Deserializer<Claim> deserializer;
  private final String worker;

  ClaimReader(Platform platform, Topic<Claim> topic, UUID worker) {
    this.platform = platform;
    this.topic = topic;
    this.deserializer = platform.serdes().deserializer(topic);
    this.worker = worker.toString();
  }

  @Override public Map<Integer, Set<DispatchId>> readIn(Collection<Integer> partitions) {
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader(topic.name() + "-left"),
        new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      int count = consumer.partitionsFor(topic.name(), TIMEOUT).size();
      Map<Integer, Set<DispatchId>> open = read(consumer,
          partitions.stream().map(partition -> partition % count).collect(Collectors.toUnmodifiableSet()));
      return partitions.stream()
          .collect(Collectors.toUnmodifiableMap(partition -> partition, partition -> open.get(partition % count)));
    }
  }

  private Map<Integer, Set<DispatchId>> read(KafkaConsumer<byte[], byte[]> consumer, Set<Integer> numbers) {
    List<TopicPartition> partitions = numbers.stream().map(number -> new TopicPartition(topic.name(), number)).toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, TIMEOUT);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
    var open = new HashMap<Integer, Set<Open>>();
    for (TopicPartition partition : partitions) {
      open.put(partition.partition(), new HashSet<>());
      consumer.seek(partition, Math.max(first.get(partition), ends.get(partition) - LOOK_BACK));
    }
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!partitions.stream().allMatch(partition -> consumer.position(partition, TIMEOUT) >= ends.get(partition))) {
      if (System.nanoTime() > deadline) throw new IllegalStateException("no end of " + topic + " in " + TIMEOUT);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL))
        note(record, open.get(record.partition()));
    }
    return open.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
        entry -> entry.getValue().stream().map(Open::dispatch).collect(Collectors.toUnmodifiableSet())));
  }

  private void note(ConsumerRecord<byte[], byte[]> record, Set<Open> open) {
    Claim claim;
    try {
      claim = deserializer.deserialize(record.topic(), record.value());
    } catch (SerializationException _) { // not ours to bury: it says nothing, and must not stop what is readable
      LOG.atWarn().addKeyValue("topic", record.topic()).addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset()).log("claim cannot be read");
      return;
    }
    if (claim == null || claim.getWorker().equals(worker)) return;
    var seen = new Open(new DispatchId(claim.getMessageId(), claim.getDispatch()), claim.getWorker());
    if (claim.getReleased()) open.remove(seen); // its own only: another's word may have overtaken it
    else
      open.add(seen);
  }
}
