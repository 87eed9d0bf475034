package dev.otpstream.streams;

import dev.otpstream.kit.Launcher;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.observe.ClientMeters;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A topology that runs exactly once. It starts with its constructor; {@link #readiness} says when it works. */
public final class ExactlyOnceStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceStreams.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);
  private static final String A_DAY_MS = Long.toString(Duration.ofDays(1).toMillis());
  private static final long PROBING_MS = Duration.ofMinutes(1).toMillis(); // the least that there is
  /** So many partitions may be read beside those who serve them, so that one round is enough for most. */
  private static final int WARMUPS_MAX = 64;
  /** Heartbeats in the time of a take-over: some may be late. */
  private static final int HEARTBEATS = 12;
  /** How long a rebalance waits for a member that lives but is stuck; a producer gives up before that. */
  private static final int REJOIN_MS_MAX = 90_000;
  /** A thread that dies more often than this without having run in between has a lasting cause. */
  private static final int DEATHS_MAX = 20;

  private final KafkaStreams streams;
  private final ClientMeters metrics;
  private final CloseOptions closeOptions;
  private final String application;
  private final AtomicInteger deaths = new AtomicInteger();

  /** Starts the topology. */
  public ExactlyOnceStreams(StreamsSettings settings, Topology topology, Platform platform) {
    application = settings.application();
    // Who has a lasting name comes back under it; who has none would be waited for in vain.
    closeOptions = CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(settings.instanceId().isPresent()
        ? GroupMembershipOperation.REMAIN_IN_GROUP
        : GroupMembershipOperation.LEAVE_GROUP);
    streams = started(() -> make(settings, topology, platform));
    metrics = ClientMeters.of(platform.meters(), later -> new KafkaStreamsMetrics(streams, List.of(), later,
        ClientMeters.LOOK_AGAIN),
        streams::metrics, application, topics(topology));
  }

  private KafkaStreams make(StreamsSettings settings, Topology topology, Platform platform) {
    var made = new KafkaStreams(topology, properties(settings, platform), new CrashingClients());
    made.setGlobalStateRestoreListener(new CrashingRestore());
    made.setUncaughtExceptionHandler(this::threadDied);
    made.setStateListener((now, before) -> {
      if (now == KafkaStreams.State.RUNNING) deaths.set(0);
      LOG.atInfo().addKeyValue("application", application).addKeyValue("state", now).addKeyValue("before", before)
          .log("streams state");
    });
    return made;
  }

  /**
   * A start opens all stores of the state folder, and leaves one that is torn as it is: so would every start after it. The
   * folder is only a copy, so it is emptied and restored from Kafka.
   */
  private KafkaStreams started(Supplier<KafkaStreams> maker) {
    KafkaStreams first = maker.get();
    try {
      first.start();
      return first;
    } catch (ProcessorStateException e) {
      LOG.atWarn().setCause(e).addKeyValue("application", application).log("torn state, restoring it from Kafka");
      first.close(CLOSE_TIMEOUT);
    }
    KafkaStreams second = maker.get();
    second.cleanUp();
    second.start();
    return second;
  }

  /** What the topology reads. */
  private static Set<String> topics(Topology topology) {
    return topology.describe().subtopologies().stream().flatMap(part -> part.nodes().stream())
        .filter(TopologyDescription.Source.class::isInstance).map(TopologyDescription.Source.class::cast)
        .flatMap(source -> source.topicSet().stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether all partitions of this process are assigned and their state is restored. */
  public Readiness readiness() {
    KafkaStreams.State state = streams.state();
    return switch (state) {
      case RUNNING -> Readiness.yes();
      case CREATED -> Readiness.no("starting");
      case REBALANCING -> Readiness.no("partitions are being assigned, or their state restored");
      case PENDING_SHUTDOWN, NOT_RUNNING -> Readiness.no("stopping");
      case PENDING_ERROR, ERROR -> Readiness.no("stopped by an error");
    };
  }

  @Override public void close() {
    metrics.close();
    if (!streams.close(closeOptions)) LOG.atWarn().addKeyValue("application", application).log("did not stop in time");
  }

  /** The transaction was aborted, so nothing is half done: a fresh thread takes the same records again. */
  private StreamThreadExceptionResponse threadDied(Throwable cause) {
    if (deaths.incrementAndGet() > DEATHS_MAX) {
      Launcher.die("stream threads keep dying", cause);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.atError().setCause(cause).addKeyValue("application", application).log("stream thread died, replacing it");
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private static Properties properties(StreamsSettings settings, Platform platform) {
    var properties = new Properties();
    properties.putAll(platform.kafka().client(settings.application()));
    properties.putAll(Map.of(
        StreamsConfig.APPLICATION_ID_CONFIG, settings.application(),
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis(),
        // With all callers waiting, a longer poll would hold up the commit they wait for.
        StreamsConfig.POLL_MS_CONFIG, 5,
        StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads(),
        StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys(),
        StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) platform.replicationFactor(),
        // Who was added or came back reads state first, beside the one that serves it, and is asked this often if it may.
        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_MS,
        StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString()));
    properties.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, WARMUPS_MAX);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class);
    // Our topics are handled in any order between them, so none waits until another one has been asked for more.
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
    // Whatever the brokers' defaults are: who was away for a day restores without what is gone, and it goes within a day.
    properties.put(StreamsConfig.topicPrefix(TopicConfig.DELETE_RETENTION_MS_CONFIG), A_DAY_MS);
    properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG), A_DAY_MS);
    // Nobody reads a transaction before it commits, and the commit flushes: sending earlier only makes more requests.
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
        Math.toIntExact(2 * settings.commitInterval().toMillis()));
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
    int takeoverMs = Math.toIntExact(settings.takeover().toMillis());
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), takeoverMs);
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), takeoverMs);
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), takeoverMs / HEARTBEATS);
    properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), REJOIN_MS_MAX);
    // A restart under the same name takes its place back at once instead of waiting for its own session to time out.
    settings.instanceId().ifPresent(
        id -> properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), id));
    return properties;
  }
}
