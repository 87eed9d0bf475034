package dev.otpstream.kit.redrive;

import dev.otpstream.kit.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one partition from some offset to what is its end now, committed records only. */
final class PartitionReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private final KafkaSettings kafka;

  PartitionReader(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /** How many partitions a topic has; 0: there is no such topic. */
  int partitions(String topic) {
    try (Admin admin = Admin.create(kafka.admin("otp-redrive"))) {
      return admin.describeTopics(List.of(topic)).allTopicNames().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .get(topic).partitions().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) return 0;
      throw new IllegalStateException("cannot describe topic " + topic, e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("cannot describe topic " + topic + " in " + TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while describing topic " + topic, e);
    }
  }

  /**
   * Gives each record to a reader, in order.
   *
   * @throws IllegalStateException if the broker gives nothing for too long
   */
  void readAll(TopicPartition partition, long from, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (var consumer = new KafkaConsumer<>(kafka.reader("otp-redrive"), new ByteArrayDeserializer(),
        new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), TIMEOUT).get(partition);
      long start = Math.max(from, consumer.beginningOffsets(List.of(partition), TIMEOUT).get(partition));
      if (start >= end) return;
      consumer.seek(partition, start);
      long givenUpAt = System.nanoTime() + TIMEOUT.toNanos();
      while (consumer.position(partition) < end) {
        long before = consumer.position(partition);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL))
          if (record.offset() < end) reader.accept(record);
        if (consumer.position(partition) > before) givenUpAt = System.nanoTime() + TIMEOUT.toNanos();
        if (System.nanoTime() > givenUpAt)
          throw new IllegalStateException("no records of " + partition + " in " + TIMEOUT);
      }
    }
  }
}
