package dev.otpstream.ingress.webhooks;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Orders on {@code otp.webhooks} and {@code otp.webhooks.switches}. */
final class KafkaHookCommands implements HookCommands, AutoCloseable {
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private final KafkaProducer<String, byte[]> producer;
  private final Serializer<WebhookDue> dues;
  private final Serializer<WebhookSwitch> switches;

  KafkaHookCommands(Platform platform) {
    var settings = platform.kafka().producer("api-ingress-hooks");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) SEND_TIMEOUT.toMillis());
    producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    dues = platform.serdes().serializer(Topics.WEBHOOKS);
    switches = platform.serdes().serializer(Topics.WEBHOOK_SWITCHES);
  }

  @Override public void redeliver(List<WebhookDue> orders) throws Unsent {
    // By its key each comes to the partition that the engine's own orders for the message come to.
    send(orders.stream().map(due -> record(Topics.WEBHOOKS, null, Long.toString(due.getEvent().getMessageId()),
        dues, due)).toList());
  }

  @Override public void switchOn(String endpointId) throws Unsent {
    var order = new WebhookSwitch(endpointId, Instant.now());
    List<PartitionInfo> partitions;
    try {
      partitions = producer.partitionsFor(Topics.WEBHOOK_SWITCHES.name());
    } catch (KafkaException e) {
      throw new Unsent(e);
    }
    send(partitions.stream()
        .map(one -> record(Topics.WEBHOOK_SWITCHES, one.partition(), endpointId, switches, order)).toList());
  }

  private static <V extends SpecificRecord> ProducerRecord<String, byte[]> record(Topic<V> topic, Integer partition,
      String key, Serializer<V> serializer, V value) {
    return new ProducerRecord<>(topic.name(), partition, key, serializer.serialize(topic.name(), value));
  }

  private void send(List<ProducerRecord<String, byte[]>> records) throws Unsent {
    long deadline = System.nanoTime() + SEND_TIMEOUT.toNanos();
    try {
      var sent = new ArrayList<Future<?>>();
      for (ProducerRecord<String, byte[]> record : records)
        sent.add(producer.send(record));
      for (Future<?> one : sent)
        one.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new Unsent(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unsent(e);
    }
  }

  @Override public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
