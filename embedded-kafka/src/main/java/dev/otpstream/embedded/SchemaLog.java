package dev.otpstream.embedded;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic behind the registry: one partition, compacted. Tells each entry, whoever wrote it, to one reader. */
final class SchemaLog implements AutoCloseable {
  static final String TOPIC = "_schemas";
  private static final Logger LOG = LoggerFactory.getLogger(SchemaLog.class);
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration TIMEOUT = Duration.ofSeconds(8);
  private static final Duration KNOWN_POLL = Duration.ofMillis(20);
  /** A write is settled, one way or the other, before we stop waiting for it. */
  private static final Duration DELIVERY_TIMEOUT = TIMEOUT.minusSeconds(2);

  private final Consumer<LogEntry> reader;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reading;
  private final Object progress = new Object();
  private long readUpTo; // offset of the next entry to read; guarded by progress
  private boolean broken; // guarded by progress

  private SchemaLog(Map<String, String> clientSettings, Consumer<LogEntry> reader) {
    this.reader = reader;
    String deliveryMs = String.valueOf(DELIVERY_TIMEOUT.toMillis());
    String requestMs = String.valueOf(DELIVERY_TIMEOUT.dividedBy(2).toMillis());
    admin = Admin.create(settings(clientSettings, Map.of()));
    producer = new KafkaProducer<>(settings(clientSettings, Map.of("acks", "all", "linger.ms", "0", //
        "delivery.timeout.ms", deliveryMs, "request.timeout.ms", requestMs, "max.block.ms", deliveryMs)),
        new ByteArraySerializer(), new ByteArraySerializer());
    consumer = new KafkaConsumer<>(
        settings(clientSettings, Map.of("enable.auto.commit", "false", "auto.offset.reset", "earliest")),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
    reading = Thread.ofPlatform().daemon().name("schema-log").unstarted(this::read);
  }

  /**
   * Opens the log, makes its topic if it is missing, and reads it to its end.
   *
   * @throws IllegalStateException if the topic is not compacted, or not read in time
   */
  static SchemaLog open(Map<String, String> clientSettings, Consumer<LogEntry> reader) {
    var log = new SchemaLog(clientSettings, reader);
    try {
      log.prepareTopic();
      log.awaitKnown();
      log.consumer.assign(List.of(PARTITION));
      log.consumer.seekToBeginning(List.of(PARTITION));
      log.reading.start();
      if (!log.catchUp()) {
        throw new IllegalStateException("the topic " + TOPIC + " cannot be read");
      }
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** A broker acknowledges a new topic a moment before it knows it itself. */
  private void awaitKnown() {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        var latest = admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()));
        await(latest.partitionResult(PARTITION).toCompletionStage().toCompletableFuture());
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) return; // for the first reader to report
        LockSupport.parkNanos(KNOWN_POLL.toNanos());
      } catch (TimeoutException e) {
        return; // likewise
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Waits until all that is in the log now has been read. False if that fails. */
  boolean catchUp() {
    try {
      var latest = admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()));
      return awaitRead(await(latest.partitionResult(PARTITION).toCompletionStage().toCompletableFuture()).offset());
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      return failed("schema log unreachable", e);
    }
  }

  /** Writes one entry and waits until it is read back. False if that fails; it may come to be read nevertheless. */
  boolean append(LogEntry entry) {
    try {
      var record = new ProducerRecord<>(TOPIC, 0, LogEntryJson.key(entry), LogEntryJson.value(entry));
      return awaitRead(await(producer.send(record)).offset() + 1);
    } catch (ExecutionException | TimeoutException | InterruptedException | KafkaException e) {
      return failed("schema log not written", e);
    }
  }

  @Override public void close() {
    try {
      if (reading.getState() == Thread.State.NEW) {
        consumer.close();
      } else {
        consumer.wakeup();
      }
      if (reading.isAlive() && !reading.join(TIMEOUT)) {
        LOG.atWarn().log("schema log's reader does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(1));
    admin.close(Duration.ofSeconds(1));
  }

  private void read() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(TIMEOUT)) {
          reader.accept(LogEntryJson.read(each.key(), each.value()));
        }
        synchronized (progress) {
          readUpTo = consumer.position(PARTITION);
          progress.notifyAll();
        }
      }
    } catch (WakeupException closing) {
      // the way to end this
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("schema log unreadable");
    } finally {
      synchronized (progress) {
        broken = true;
        progress.notifyAll();
      }
    }
  }

  private boolean awaitRead(long offset) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
    synchronized (progress) {
      while (readUpTo < offset && !broken) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (leftMs <= 0) {
          return false;
        }
        progress.wait(leftMs);
      }
      return readUpTo >= offset;
    }
  }

  private void prepareTopic() {
    try {
      // No factor of our own: the cluster's default is what its operator wants to survive.
      var topic = new NewTopic(TOPIC, Optional.of(1), Optional.empty()).configs(Map.of("cleanup.policy", "compact"));
      await(admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw unusable(e);
      }
      requireCompaction();
    } catch (TimeoutException | InterruptedException e) {
      throw unusable(e);
    }
  }

  /** Any other clean-up would forget schemas by and by. */
  private void requireCompaction() {
    try {
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
      var configs = admin.describeConfigs(List.of(resource)).values().get(resource);
      String policy = await(configs.toCompletionStage().toCompletableFuture()).get("cleanup.policy").value();
      if (!policy.equals("compact")) {
        throw new IllegalStateException("the topic " + TOPIC + " must have cleanup.policy=compact, not " + policy);
      }
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw unusable(e);
    }
  }

  private static IllegalStateException unusable(Exception e) {
    keepInterrupt(e);
    return new IllegalStateException("the topic " + TOPIC + " cannot be made or described", e);
  }

  private static boolean failed(String event, Exception e) {
    keepInterrupt(e);
    LOG.atWarn().addKeyValue("reason", e.toString()).log(event);
    return false;
  }

  private static void keepInterrupt(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T await(Future<T> future) throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Map<String, Object> settings(Map<String, String> given, Map<String, String> ours) {
    var all = new HashMap<String, Object>(given);
    all.putAll(ours);
    return all;
  }
}
