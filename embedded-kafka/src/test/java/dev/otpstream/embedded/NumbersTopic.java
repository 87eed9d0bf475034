package dev.otpstream.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;

/** A topic of one partition with numbers in it, seen by plain clients. */
record NumbersTopic(String bootstrapServers, String name) {
  private static final long TIMEOUT_S = 30;

  NumbersTopic(String bootstrapServers) {
    this(bootstrapServers, "numbers");
  }

  void createIfMissing() {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      if (!await(admin.listTopics().names()).contains(name)) {
        await(admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all());
      }
    }
  }

  /** Returns when all are acknowledged. */
  void append(int... numbers) {
    try (var producer = producer(Map.of())) {
      var sent = new ArrayList<Future<?>>();
      for (int number : numbers) {
        sent.add(producer.send(new ProducerRecord<>(name, number)));
      }
      sent.forEach(NumbersTopic::await);
    }
  }

  /** Everything committed so far, in order. */
  List<Integer> readAll() {
    var partition = List.of(new TopicPartition(name, 0));
    var numbers = new ArrayList<Integer>();
    try (var consumer = consumer(Map.of())) {
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      long end = consumer.endOffsets(partition, Duration.ofSeconds(TIMEOUT_S)).get(partition.getFirst());
      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
      while (consumer.position(partition.getFirst()) < end) {
        if (System.nanoTime() > deadlineNs) {
          throw new AssertionError("read " + numbers.size() + " records, then nothing");
        }
        for (ConsumerRecord<Integer, Integer> each : consumer.poll(Duration.ofMillis(100))) {
          numbers.add(each.value());
        }
      }
    }
    return numbers;
  }

  KafkaProducer<Integer, Integer> producer(Map<String, Object> settings) {
    var all = new HashMap<String, Object>(settings);
    all.put("bootstrap.servers", bootstrapServers);
    all.put("acks", "all");
    return new KafkaProducer<>(all, new IntegerSerializer(), new IntegerSerializer());
  }

  KafkaConsumer<Integer, Integer> consumer(Map<String, Object> settings) {
    var all = new HashMap<String, Object>(settings);
    all.put("bootstrap.servers", bootstrapServers);
    all.put("isolation.level", "read_committed");
    return new KafkaConsumer<>(all, new IntegerDeserializer(), new IntegerDeserializer());
  }

  /** The addresses a client is told to use. */
  static List<String> advertisedBy(String bootstrapServers) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      return await(admin.describeCluster().nodes()).stream()
          .map(node -> node.host() + ":" + node.port()).toList();
    }
  }

  static <T> T await(KafkaFuture<T> future) {
    return await(future.toCompletionStage().toCompletableFuture());
  }

  static <T> T await(Future<T> future) {
    try {
      return future.get(TIMEOUT_S, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
