package dev.otpstream.kit.channel;

import dev.otpstream.kit.CrashPoint;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer whose commits arrive. The parallel consumer commits without waiting and forgets what failed, as commits do
 * in the middle of a rebalance or when the coordinator moves; until something else of the partition ends, a crash or a
 * handover would then repeat sends that were long finished. This one repeats what Kafka has not confirmed, and waits for
 * it before a partition leaves. As every Kafka consumer, it belongs to one thread.
 */
public final class CommittingConsumer extends KafkaConsumer<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(CommittingConsumer.class);
  private static final Duration REPEAT_INTERVAL = Duration.ofMillis(100);
  private static final Duration LAST_COMMIT_MAX = Duration.ofSeconds(5);
  /** The newest that each partition was to have, until Kafka confirms it. */
  private final Map<TopicPartition, OffsetAndMetadata> unconfirmed = new HashMap<>();
  private boolean failed;
  private long askedNs = System.nanoTime();

  public CommittingConsumer(Map<String, Object> settings) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (failed && System.nanoTime() - askedNs > REPEAT_INTERVAL.toNanos()) commitAsync(Map.of(), null);
    return super.poll(timeout);
  }

  /** Commits these and whatever is unconfirmed; the callback is not called, since failures are taken care of. */
  @Override public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    unconfirmed.putAll(offsets);
    failed = false;
    askedNs = System.nanoTime();
    if (unconfirmed.isEmpty()) return;
    var asked = Map.copyOf(unconfirmed);
    CrashPoint.CONSUMER_BEFORE_ACKNOWLEDGE.pass();
    super.commitAsync(asked, (_, problem) -> {
      if (problem == null) {
        CrashPoint.CONSUMER_ACKNOWLEDGED.pass();
        asked.forEach(unconfirmed::remove);
      } else {
        failed = true;
        LOG.atDebug().addKeyValue("exception", problem.getClass().getName()).log("commit will be repeated");
      }
    });
  }

  /** Waits until Kafka has what these partitions were to have. To be called while they are still ours. */
  void commitForGood(Collection<TopicPartition> partitions) {
    var last = new HashMap<>(unconfirmed);
    last.keySet().retainAll(partitions);
    unconfirmed.keySet().removeAll(partitions); // from now on the next owner commits for them
    long deadline = System.nanoTime() + LAST_COMMIT_MAX.toNanos();
    while (!last.isEmpty() && System.nanoTime() < deadline) {
      try {
        commitSync(last, LAST_COMMIT_MAX);
        return;
      } catch (WakeupException _) {
        // meant for a poll
      } catch (KafkaException e) {
        LOG.atWarn().addKeyValue("exception", e.getClass().getName())
            .log("last commit failed; the next owner may repeat sends");
        return;
      }
    }
  }

  /** These partitions belong to somebody else already. */
  void forget(Collection<TopicPartition> partitions) {
    unconfirmed.keySet().removeAll(partitions);
  }
}
