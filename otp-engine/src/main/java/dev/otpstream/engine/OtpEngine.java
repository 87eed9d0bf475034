package dev.otpstream.engine;

import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.ProviderHealth;
import dev.otpstream.schemas.Topics;
import dev.otpstream.streams.ExactlyOnceStreams;
import java.time.Duration;
import java.time.InstantSource;

/** The engine as a service: {@link EngineTopology} on Kafka Streams, exactly once. */
public final class OtpEngine implements Service {
  private static final String NAME = "otp-engine";
  private static final Duration MEMORY_WAIT_MAX = Duration.ofSeconds(5);
  private final CompactedTable<ProviderHealth> health;
  private final ExactlyOnceStreams streams;

  private OtpEngine(EngineConfig config, Platform platform) {
    platform.ensureTopics();
    var metrics = new EngineMetrics(platform.meters());
    health = new CompactedTable<>(platform, Topics.PROVIDER_HEALTH, NAME, Sanity::check);
    awaitMemory();
    var topology = EngineTopology.of(config.limits(), platform.keys(), platform.serdes(), metrics,
        InstantSource.system(), health::all);
    streams = new ExactlyOnceStreams(config.streams(), topology, platform);
  }

  /** A partition goes on from what it told last; without that memory it starts all the same, and probes a little more. */
  private void awaitMemory() {
    try {
      boolean _ = health.awaitCaughtUp(MEMORY_WAIT_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the engine; {@link #readiness} says when it serves. */
  public static OtpEngine start(Env env, Platform platform) {
    EngineConfig config = EngineConfig.from(env);
    env.failOnProblems();
    return new OtpEngine(config, platform);
  }

  @Override public String name() {
    return NAME;
  }

  @Override public Readiness readiness() {
    return streams.readiness();
  }

  @Override public void close() {
    streams.close();
    health.close();
  }
}
