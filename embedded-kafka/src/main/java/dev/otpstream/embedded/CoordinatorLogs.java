package dev.otpstream.embedded;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps small what coordinators read again at each start of a broker. A hundred commits a second leave millions of
 * records a day, most of them markers, which are kept for a day otherwise. A long reading is not only slow: a broker that
 * is made leader anew meanwhile may go on with the half of it (ADR 17). Brokers make these topics when they are first
 * needed, and have no settings for all of this.
 */
final class CoordinatorLogs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorLogs.class);
  static final List<String> TOPICS = List.of("__consumer_offsets", "__transaction_state");
  static final Map<String, String> SETTINGS = Map.of(TopicConfig.SEGMENT_BYTES_CONFIG, "1048576", // the least there is
      TopicConfig.DELETE_RETENTION_MS_CONFIG, "60000", TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String bootstrapServers;
  private final CountDownLatch closing = new CountDownLatch(1);

  CoordinatorLogs(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Waits for the topics in a thread of its own. */
  void watch() {
    Thread.ofVirtual().name("coordinator-logs").start(this::look);
  }

  private void look() {
    var left = new HashSet<>(TOPICS);
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "client.id", "coordinator-logs"))) {
      do {
        try {
          left.removeAll(cutShort(admin, left));
        } catch (ExecutionException | TimeoutException e) { // the others of a quorum may still be away
          LOG.atDebug().setCause(e).log("topics of coordinators not changed");
        }
      } while (!left.isEmpty() && !closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those that are there, and as they should be now. */
  private static Set<String> cutShort(Admin admin, Set<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    var there = new HashSet<>(admin.listTopics(new ListTopicsOptions().listInternal(true)).names()
        .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    there.retainAll(topics);
    List<AlterConfigOp> changes = SETTINGS.entrySet().stream()
        .map(setting -> new AlterConfigOp(new ConfigEntry(setting.getKey(), setting.getValue()), OpType.SET)).toList();
    for (String topic : there)
      admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes)).all()
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    return there;
  }

  @Override public void close() {
    closing.countDown();
  }
}
