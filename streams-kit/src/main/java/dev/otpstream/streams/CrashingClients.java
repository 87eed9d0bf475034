package dev.otpstream.streams;

import dev.otpstream.kit.CrashPoint;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's usual clients; the producer passes the crash points around a commit, which nothing else can see. */
final class CrashingClients implements KafkaClientSupplier {
  @Override public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new CrashingProducer(config);
  }

  @Override public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  @Override public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  private static final class CrashingProducer extends KafkaProducer<byte[], byte[]> {
    CrashingProducer(Map<String, Object> config) {
      super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets,
        ConsumerGroupMetadata group) {
      CrashPoint.STREAMS_FLUSHED.pass();
      super.sendOffsetsToTransaction(offsets, group);
    }

    @Override public void commitTransaction() {
      CrashPoint.STREAMS_BEFORE_COMMIT.pass();
      super.commitTransaction();
      CrashPoint.STREAMS_AFTER_COMMIT.pass();
    }
  }
}
