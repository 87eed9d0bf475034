package dev.otpstream.ingress.console;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.ProviderHealth;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the topics that the page draws, committed records only, in no group: from an hour ago or, where that would be too
 * many records, from so many before the end.
 */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
  /** Read in a few seconds, while somebody waits for the page. */
  private static final long BACKLOG_MAX = 200_000;
  private final Deserializer<StatusEvent> events;
  private final Deserializer<ProviderHealth> told;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Activity activity;
  private final Letters letters;
  private final Health health;

  TopicReader(Platform platform, Activity activity, Letters letters, Health health) {
    this.activity = activity;
    this.letters = letters;
    this.health = health;
    this.events = platform.serdes().deserializer(Topics.STATUS);
    this.told = platform.serdes().deserializer(Topics.PROVIDER_HEALTH);
    this.consumer = new KafkaConsumer<>(platform.kafka().reader("api-ingress-console"), new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** Goes to where the hour begins; returns how many records it has to catch up with. */
  long start(Instant now) {
    var all = new ArrayList<TopicPartition>();
    for (String topic : List.of(Topics.STATUS.name(), Topics.PROVIDER_HEALTH.name(), DeadLetters.TOPIC))
      consumer.partitionsFor(topic, BROKER_TIMEOUT)
          .forEach(one -> all.add(new TopicPartition(topic, one.partition())));
    consumer.assign(all);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(all, BROKER_TIMEOUT);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all, BROKER_TIMEOUT);
    var hourAgo = new HashMap<TopicPartition, Long>();
    all.forEach(partition -> hourAgo.put(partition, now.minus(Activity.KEPT).toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(hourAgo, BROKER_TIMEOUT);
    long backlog = 0;
    for (TopicPartition partition : all) {
      long end = ends.get(partition);
      long start = partition.topic().equals(DeadLetters.TOPIC)
          ? end - 3L * Letters.KEPT_MAX // letters, notes about them, and marks of transactions
          : Math.max(starts.get(partition) == null ? end : starts.get(partition).offset(),
              end - BACKLOG_MAX / all.size());
      start = Math.max(start, begins.get(partition));
      consumer.seek(partition, start);
      backlog += end - start;
    }
    return backlog;
  }

  /** Takes what is there, or waits a moment for it. Returns how many records it saw. */
  int poll() {
    int seen = 0;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      seen++;
      if (record.topic().equals(DeadLetters.TOPIC)) letters.take(record);
      else
        take(record);
    }
    return seen;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) return; // no event; whoever has to process it buries it
    try {
      if (record.topic().equals(Topics.STATUS.name()))
        activity.take(events.deserialize(record.topic(), record.value()));
      else
        health.take(told.deserialize(record.topic(), record.value()));
    } catch (RegistryUnavailable e) {
      throw e; // it can be read later
    } catch (SerializationException _) {
      // whoever has to process it buries it: the letter is seen here, too
    }
  }

  @Override public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
  }
}
