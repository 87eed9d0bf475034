package dev.otpstream.kit.bot;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.Launcher;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one worker of the cluster listen to a bot. All workers of the bot are a consumer group on a topic of one partition
 * and read nothing of it: who is given the partition leads. The mark where to listen on is kept as the metadata of that
 * partition's commit, which Kafka takes from the leader only.
 */
final class Leader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leader.class);
  /** Any topic of one partition that all workers may read. */
  private static final TopicPartition OFFICE = new TopicPartition(Topics.ACCOUNTS.name(), 0);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
  private static final int MARK_MAX = 1_000;

  private final String name;
  private final Function<String, Ear> listen;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private Optional<Ear> ear = Optional.empty(); // of the thread
  private String kept = "";
  private volatile boolean joined;
  private volatile boolean leads;
  private volatile boolean closing;

  /**
   * Starts at once.
   *
   * @param name   the same for all workers of a bot, and of no other
   * @param listen starts to listen from a mark; the ear is closed when another worker leads
   */
  Leader(Platform platform, String name, Optional<String> instanceId, Function<String, Ear> listen) {
    this.name = name;
    this.listen = listen;
    Map<String, Object> settings = platform.kafka().consumer(name, name);
    // A bot that nobody listens to is a person who waits.
    settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
    settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000");
    // Who comes must not interrupt who listens.
    settings.putIfAbsent(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    instanceId.ifPresent(id -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
  }

  /** Whether the group has decided who leads. */
  boolean hasJoined() {
    return joined;
  }

  boolean leads() {
    return leads;
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(List.of(OFFICE.topic()), new Handover());
      while (!closing) {
        consumer.poll(TICK); // the partition is paused: this only keeps our place in the group
        // Without the office one still waits for it: some other worker has it.
        if (consumer.groupMetadata().generationId() >= 0) joined = true;
        keepMark();
      }
      ear.ifPresent(Ear::close);
      keepMark();
      consumer.unsubscribe();
    } catch (WakeupException _) {
      ear.ifPresent(Ear::close);
    } catch (RuntimeException e) {
      ear.ifPresent(Ear::close);
      Launcher.die(name + " cannot take its place among the workers", e);
    }
  }

  /** Best effort: without it the next leader hears some updates again. */
  private void keepMark() {
    if (ear.isEmpty()) return;
    String mark = ear.get().mark();
    if (mark.equals(kept) || mark.length() > MARK_MAX) return;
    CrashPoint.BOT_BEFORE_MARK.pass();
    try {
      consumer.commitSync(Map.of(OFFICE, new OffsetAndMetadata(0, mark)), COMMIT_TIMEOUT);
      kept = mark;
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.atWarn().addKeyValue("exception", e.getClass().getName()).log("mark not kept; updates may be heard again");
    }
  }

  private final class Handover implements ConsumerRebalanceListener {
    @Override public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.contains(OFFICE)) return;
      consumer.pause(partitions);
      kept = lastMark();
      LOG.atInfo().addKeyValue("bot", name).log("listens to the bot from now on");
      ear = Optional.of(listen.apply(kept));
      leads = true;
    }

    private String lastMark() {
      try {
        OffsetAndMetadata last = consumer.committed(Set.of(OFFICE), COMMIT_TIMEOUT).get(OFFICE);
        return last == null ? "" : last.metadata();
      } catch (TimeoutException _) {
        return ""; // hearing all again is better than hearing nothing
      }
    }

    @Override public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.contains(OFFICE)) return;
      ear.ifPresent(Ear::close);
      keepMark();
      gone();
    }

    @Override public void onPartitionsLost(Collection<TopicPartition> partitions) {
      ear.ifPresent(Ear::close);
      gone();
    }

    private void gone() {
      ear = Optional.empty();
      leads = false;
      LOG.atInfo().addKeyValue("bot", name).log("another worker listens to the bot");
    }
  }

  @Override public void close() {
    closing = true;
    try {
      if (thread.join(CLOSE_TIMEOUT.plus(COMMIT_TIMEOUT))) return;
      consumer.wakeup();
      thread.join(CLOSE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
