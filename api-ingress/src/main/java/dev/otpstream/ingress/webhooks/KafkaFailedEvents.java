package dev.otpstream.ingress.webhooks;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookFailed;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code otp.webhooks.failed}: a bounded look from a time on, with a consumer of its own each time. */
final class KafkaFailedEvents implements FailedEvents {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaFailedEvents.class);
  private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(200);
  /** A record's time and the event's own may differ by the clocks of those who wrote them. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);
  private static final String TOPIC = Topics.WEBHOOK_FAILED.name();
  private final Platform platform;
  private final Deserializer<WebhookFailed> reader;

  KafkaFailedEvents(Platform platform) {
    this.platform = platform;
    this.reader = platform.serdes().deserializer(Topics.WEBHOOK_FAILED);
  }

  @Override public Found find(Wanted wanted) throws Away {
    KafkaConsumer<byte[], byte[]> consumer = consumer();
    try {
      Map<TopicPartition, Long> ends = seek(consumer, wanted.from().minus(CLOCKS_APART));
      return look(consumer, ends, wanted);
    } catch (KafkaException e) {
      throw new Away(e);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
  }

  @Override public Optional<FailedEvent> at(int partition, long offset) throws Away {
    KafkaConsumer<byte[], byte[]> consumer = consumer();
    try {
      var place = new TopicPartition(TOPIC, partition);
      if (partition >= consumer.partitionsFor(TOPIC, BROKER_TIMEOUT).size()) return Optional.empty();
      consumer.assign(List.of(place));
      long end = consumer.endOffsets(List.of(place), BROKER_TIMEOUT).get(place);
      long start = consumer.beginningOffsets(List.of(place), BROKER_TIMEOUT).get(place);
      if (offset < start || offset >= end) return Optional.empty();
      consumer.seek(place, offset);
      long deadline = System.nanoTime() + LOOK_TIMEOUT.toNanos();
      while (System.nanoTime() - deadline < 0 && consumer.position(place, BROKER_TIMEOUT) == offset)
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL))
          return record.offset() == offset ? read(record) : Optional.empty();
      return Optional.empty();
    } catch (KafkaException e) {
      throw new Away(e);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
  }

  /** Goes to a time in all partitions that have anything later; returns where those end. */
  private static Map<TopicPartition, Long> seek(KafkaConsumer<byte[], byte[]> consumer, Instant from) {
    var times = new HashMap<TopicPartition, Long>();
    consumer.partitionsFor(TOPIC, BROKER_TIMEOUT)
        .forEach(one -> times.put(new TopicPartition(TOPIC, one.partition()), Math.max(0, from.toEpochMilli())));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times, BROKER_TIMEOUT);
    starts.values().removeIf(Objects::isNull);
    consumer.assign(starts.keySet());
    starts.forEach((partition, start) -> consumer.seek(partition, start.offset()));
    return consumer.endOffsets(starts.keySet(), BROKER_TIMEOUT);
  }

  private Found look(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Wanted wanted) {
    var oldest = new PriorityQueue<>(FailedEvent.OLDEST_FIRST.reversed());
    boolean more = false;
    long tooLate = wanted.to().plus(CLOCKS_APART).toEpochMilli();
    long deadline = System.nanoTime() + LOOK_TIMEOUT.toNanos();
    while (!consumer.assignment().isEmpty()) {
      if (System.nanoTime() - deadline >= 0) return found(oldest, true);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        var partition = new TopicPartition(TOPIC, record.partition());
        if (record.timestamp() > tooLate) ends.put(partition, 0L);
        Optional<FailedEvent> event = read(record).filter(wanted::includes);
        if (event.isEmpty()) continue;
        oldest.add(event.get());
        if (oldest.size() > wanted.limit()) {
          oldest.remove();
          more = true;
        }
      }
      consumer.assign(consumer.assignment().stream()
          .filter(partition -> consumer.position(partition, BROKER_TIMEOUT) < ends.get(partition)).toList());
    }
    return found(oldest, more);
  }

  private static Found found(PriorityQueue<FailedEvent> events, boolean more) {
    return new Found(events.stream().sorted(FailedEvent.OLDEST_FIRST).toList(), more);
  }

  private Optional<FailedEvent> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.value() == null) return Optional.empty();
      return Optional
          .of(new FailedEvent(record.partition(), record.offset(), reader.deserialize(TOPIC, record.value())));
    } catch (RegistryUnavailable e) {
      throw e; // nobody knows yet whether it can be read
    } catch (SerializationException e) {
      LOG.atWarn().addKeyValue("partition", record.partition()).addKeyValue("offset", record.offset())
          .addKeyValue("reason", e.getMessage()).log("failed event cannot be read");
      return Optional.empty();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(platform.kafka().reader("api-ingress-failed-hooks"), new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
