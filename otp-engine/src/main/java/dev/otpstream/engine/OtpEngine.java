package dev.otpstream.engine;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Launcher;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as a service: {@link EngineTopology} on Kafka Streams, exactly once. */
public final class OtpEngine implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(OtpEngine.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);
  /** A thread that dies more often than this without the engine having run in between has a lasting cause. */
  private static final int DEATHS_MAX = 20;

  private final KafkaStreams streams;
  private final KafkaStreamsMetrics streamsMetrics;
  private final AtomicInteger deaths = new AtomicInteger();

  private OtpEngine(EngineConfig config, Platform platform) {
    platform.ensureTopics();
    var metrics = new EngineMetrics(platform.meters());
    var topology = EngineTopology.of(config.limits(), platform.keys(), platform.serdes(), metrics,
        InstantSource.system());
    streams = new KafkaStreams(topology, properties(config, platform));
    streams.setUncaughtExceptionHandler(this::threadDied);
    streams.setStateListener((now, before) -> {
      if (now == KafkaStreams.State.RUNNING) deaths.set(0);
      LOG.atInfo().addKeyValue("state", now).addKeyValue("before", before).log("engine state");
    });
    streamsMetrics = new KafkaStreamsMetrics(streams);
    streamsMetrics.bindTo(platform.meters());
    streams.start();
  }

  /** Starts the engine; {@link #readiness} says when it serves. */
  public static OtpEngine start(Env env, Platform platform) {
    EngineConfig config = EngineConfig.from(env);
    env.failOnProblems();
    return new OtpEngine(config, platform);
  }

  private static Properties properties(EngineConfig config, Platform platform) {
    KafkaSettings kafka = platform.kafka();
    var properties = new Properties();
    properties.putAll(kafka.client("otp-engine"));
    properties.putAll(Map.of(
        StreamsConfig.APPLICATION_ID_CONFIG, EngineTopology.APPLICATION,
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis(),
        // With all callers waiting, a longer poll would hold up the commit they wait for.
        StreamsConfig.POLL_MS_CONFIG, 5,
        StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads(),
        StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys(),
        StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) platform.replicationFactor(),
        // A standby that lags would decide on old state if it took over at once.
        StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, 0L,
        StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString()));
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 6_000);
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000);
    // A restart under the same name takes its place back at once instead of waiting for its own session to time out.
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
    return "otp-engine";
  }

  @Override public Readiness readiness() {
    KafkaStreams.State state = streams.state();
    return state == KafkaStreams.State.RUNNING ? Readiness.yes() : Readiness.no("streams are " + state);
  }

  @Override public void close() {
    streamsMetrics.close();
    if (!streams.close(CLOSE_TIMEOUT)) LOG.atWarn().log("engine did not stop in time");
  }
}
