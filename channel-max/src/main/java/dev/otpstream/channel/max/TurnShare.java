package dev.otpstream.channel.max;

import dev.otpstream.kit.Launcher;
import dev.otpstream.kit.Platform;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the turns of a token among its workers. A turn is a partition of a topic that never has a record: the group
 * gives it to one worker at a time. Each commit that Kafka takes proves that we still are a member of the group, which
 * goes on for a session's time from the moment the commit was sent; the turns are used for less than that.
 */
final class TurnShare implements AutoCloseable {
  static final String TOPIC = "otp.turns.max";
  private static final Logger LOG = LoggerFactory.getLogger(TurnShare.class);
  private static final Duration SESSION = Duration.ofSeconds(10);
  /** So that what we asked for last has arrived before another worker has the turn. */
  private static final Duration LEASE = SESSION.minus(Turns.ARRIVAL_MAX).minusSeconds(1);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PROOF_INTERVAL = Duration.ofMillis(500);
  private static final Duration PROOF_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);

  private final String group;
  private final Turns turns;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile boolean joined;
  private volatile boolean closing;

  /**
   * Starts at once.
   *
   * @param botName    whose turns they are: one group a bot
   * @param instanceId a lasting name of this process, so that a restart takes its turns back at once
   */
  TurnShare(Platform platform, String botName, Optional<String> instanceId, Turns turns) {
    this.group = "turns-max-" + botName;
    this.turns = turns;
    ensureTopic(platform);
    Map<String, Object> settings = platform.kafka().consumer(group, group);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Long.toString(SESSION.toMillis()));
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000");
    settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
    instanceId.ifPresent(id -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.thread = Thread.ofPlatform().name(group).daemon(true).start(this::run);
  }

  private static void ensureTopic(Platform platform) {
    var topic = new NewTopic(TOPIC, Turns.COUNT, platform.replicationFactor());
    try (Admin admin = Admin.create(platform.kafka().admin("max-turns"))) {
      admin.createTopics(List.of(topic)).all().get(TOPIC_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException))
        throw new IllegalStateException("cannot make " + TOPIC, e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("cannot make " + TOPIC, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Whether the group has given this worker its share. */
  boolean hasJoined() {
    return joined;
  }

  private void run() {
    try {
      consumer.subscribe(List.of(TOPIC), new Handover());
      long provenNs = System.nanoTime() - PROOF_INTERVAL.toNanos();
      while (!closing) {
        consumer.poll(TICK); // there is nothing to read: this keeps our place in the group
        if (consumer.groupMetadata().generationId() >= 0) joined = true;
        if (System.nanoTime() - provenNs < PROOF_INTERVAL.toNanos()) continue;
        provenNs = System.nanoTime();
        prove();
      }
    } catch (RuntimeException e) {
      Launcher.die(group + " cannot take its place among the workers", e);
    } finally {
      consumer.close(CloseOptions.timeout(LEAVE_TIMEOUT)); // gives the turns back, if there is a broker
    }
  }

  private void prove() {
    Optional<TopicPartition> any = consumer.assignment().stream().findFirst();
    if (any.isEmpty()) return;
    long sentNs = System.nanoTime();
    try {
      consumer.commitSync(Map.of(any.get(), new OffsetAndMetadata(0)), PROOF_TIMEOUT);
      turns.extend(sentNs + LEASE.toNanos());
    } catch (FencedInstanceIdException e) {
      throw e; // another process has our name
    } catch (KafkaException e) {
      LOG.atDebug().addKeyValue("exception", e.getClass().getName()).log("not proven that the turns are ours");
    }
  }

  private final class Handover implements ConsumerRebalanceListener {
    @Override public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      turns.give(numbers(partitions));
      LOG.atInfo().addKeyValue("group", group).addKeyValue("turns", turns.size()).log("turns given");
    }

    @Override public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      try {
        turns.giveBack(numbers(partitions));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Override public void onPartitionsLost(Collection<TopicPartition> partitions) {
      turns.lose(numbers(partitions));
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
      return partitions.stream().map(TopicPartition::partition).toList();
    }
  }

  @Override public void close() {
    closing = true;
    try {
      if (!thread.join(CLOSE_TIMEOUT)) LOG.atWarn().addKeyValue("group", group).log("still holds its turns");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
