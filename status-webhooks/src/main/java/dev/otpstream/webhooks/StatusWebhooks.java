package dev.otpstream.webhooks;

import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Launcher;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.Topics;
import dev.otpstream.webhooks.call.HookCallers;
import dev.otpstream.webhooks.schedule.LaneLimits;
import dev.otpstream.webhooks.schedule.SchedulerSetup;
import dev.otpstream.webhooks.schedule.SchedulerTopology;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells callers' hooks what happens to their messages: a scheduler on Kafka Streams, and those who make the calls. */
public final class StatusWebhooks implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(StatusWebhooks.class);
  private static final String NAME = "status-webhooks";
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);
  /** A thread that dies more often than this without the scheduler having run in between has a lasting cause. */
  private static final int DEATHS_MAX = 20;
  /** No endpoint may take more than this part of all calls in flight. */
  private static final int ENDPOINTS_MIN = 4;

  private final KafkaStreams scheduler;
  private final CompactedTable<Account> accounts;
  private final HookCallers callers;
  private final CloseOptions closeOptions;
  private final AtomicInteger deaths = new AtomicInteger();

  private StatusWebhooks(WebhookConfig config, Platform platform) {
    int partitions = platform.ensureTopics();
    // Who has a lasting name comes back under it; who has none would be waited for in vain.
    closeOptions = CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(
        config.instanceId().isPresent()
            ? GroupMembershipOperation.REMAIN_IN_GROUP
            : GroupMembershipOperation.LEAVE_GROUP);
    var pending = new AtomicLong();
    platform.meters().gauge("otp.hooks.pending", pending);
    accounts = new CompactedTable<>(platform, Topics.ACCOUNTS, NAME, (_, _) -> {});
    int widthMax = Math.max(1, config.calls().inFlightMax() / (ENDPOINTS_MIN * partitions));
    var limits = new LaneLimits(Math.min(LaneLimits.WIDTH_START, widthMax), widthMax, LaneLimits.PAUSE_FIRST_DEFAULT,
        config.lanePauseMax());
    scheduler = new KafkaStreams(SchedulerTopology.of(new SchedulerSetup(config.retries(), limits, config.targets(),
        platform.keys(), platform.serdes(), platform.meters(), pending)), properties(config, platform));
    scheduler.setUncaughtExceptionHandler(this::threadDied);
    scheduler.setStateListener((now, before) -> {
      if (now == KafkaStreams.State.RUNNING) deaths.set(0);
      LOG.atInfo().addKeyValue("state", now).addKeyValue("before", before).log("scheduler state");
    });
    scheduler.start();
    callers = new HookCallers(platform, accounts, config.targets(), config.calls(), config.instanceId());
  }

  /** Starts the service; {@link #readiness} says when it works. */
  public static Service start(Env env, Platform platform) {
    WebhookConfig config = WebhookConfig.from(env);
    env.failOnProblems();
    return new StatusWebhooks(config, platform);
  }

  private static Properties properties(WebhookConfig config, Platform platform) {
    var properties = new Properties();
    properties.putAll(platform.kafka().client(NAME));
    properties.putAll(Map.of(
        StreamsConfig.APPLICATION_ID_CONFIG, SchedulerTopology.APPLICATION,
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis(),
        // With nothing coming in, a longer poll would hold up the commit that calls wait for, and retries too.
        StreamsConfig.POLL_MS_CONFIG, 5,
        StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads(),
        StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) platform.replicationFactor(),
        StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString(),
        StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L,
        StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION));
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 6_000);
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000);
    config.instanceId().ifPresent(
        id -> properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), id));
    return properties;
  }

  /** The transaction was aborted, so nothing is half done: a fresh thread takes the same records again. */
  private StreamThreadExceptionResponse threadDied(Throwable cause) {
    if (deaths.incrementAndGet() > DEATHS_MAX) {
      Launcher.die("stream threads keep dying", cause);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.atError().setCause(cause).log("stream thread died, replacing it");
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  @Override public String name() {
    return NAME;
  }

  @Override public Readiness readiness() {
    KafkaStreams.State state = scheduler.state();
    if (state != KafkaStreams.State.RUNNING) return Readiness.no("scheduler is " + state);
    if (!accounts.isCaughtUp()) return Readiness.no("reading accounts");
    return callers.isRunning() ? Readiness.yes() : Readiness.no("waiting for orders");
  }

  @Override public void close() {
    if (!scheduler.close(closeOptions)) LOG.atWarn().log("scheduler did not stop in time");
    callers.close();
    accounts.close();
  }
}
