package dev.otpstream.engine;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.kit.Env;
import dev.otpstream.streams.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The engine's own settings.
 *
 * @param limits         how much a recipient may be bothered and attacked
 * @param stateDir       where the state stores live; a copy of what Kafka keeps
 * @param threads        stream threads
 * @param standbys       warm copies of each partition's state on other engines
 * @param commitInterval how long a transaction stays open: the floor of every answer's latency
 * @param takeover       how long the partitions of an engine that died are left to it
 * @param instanceId     a name that stays the same over restarts of this engine; empty: a new one each time
 */
record EngineConfig(Limits limits, Path stateDir, int threads, int standbys, Duration commitInterval,
    Duration takeover, Optional<String> instanceId) {
  /** What is kept longer than this is an archive, and the public stream is the place for one. */
  private static final Duration RETENTION_MAX = Duration.ofDays(365);
  /** Callers wait for the commit; well below the time after which a broker gives a transaction up. */
  private static final Duration COMMIT_INTERVAL_MAX = Duration.ofSeconds(1);

  /** A pause of the garbage collector must not look like a death. */
  private static final Duration TAKEOVER_MIN = Duration.ofSeconds(2);
  private static final Duration TAKEOVER_MAX = Duration.ofMinutes(1);

  static EngineConfig from(Env env) {
    Limits safe = Limits.DEFAULT;
    var limits = new Limits(env.durations("OTP_COOLDOWN_LADDER", safe.coolDown()),
        bounded(env, "OTP_COOLDOWN_RESET", safe.coolDownReset(), RETENTION_MAX),
        env.integer("OTP_FAILURES_PER_HOUR", safe.failuresPerHour(), 1, 1000),
        env.integer("OTP_FAILURES_PER_DAY", safe.failuresPerDay(), 1, 1000),
        bounded(env, "OTP_STATUS_RETENTION", safe.retention(), RETENTION_MAX));
    limits.coolDown().stream().filter(wait -> wait.compareTo(RETENTION_MAX) > 0).findAny()
        .ifPresent(_ -> env.problem("OTP_COOLDOWN_LADDER has a wait of more than " + RETENTION_MAX.toDays() + "d"));
    return new EngineConfig(limits, env.path("OTP_STATE_DIR", Path.of("data", "state")),
        env.integer("OTP_ENGINE_THREADS", 1, 1, 64), env.integer("OTP_ENGINE_STANDBYS", 0, 0, 5),
        bounded(env, "OTP_COMMIT_INTERVAL", Duration.ofMillis(10), COMMIT_INTERVAL_MAX), takeover(env),
        env.find("OTP_INSTANCE_ID"));
  }

  /** How the topology runs. */
  StreamsSettings streams() {
    return new StreamsSettings(EngineTopology.APPLICATION, stateDir, threads, standbys, commitInterval, takeover,
        instanceId);
  }

  private static Duration takeover(Env env) {
    Duration takeover = bounded(env, "OTP_ENGINE_TAKEOVER", StreamsSettings.TAKEOVER_DEFAULT, TAKEOVER_MAX);
    if (takeover.compareTo(TAKEOVER_MIN) < 0)
      env.problem("OTP_ENGINE_TAKEOVER is shorter than " + TAKEOVER_MIN.toSeconds() + "s");
    return takeover;
  }

  private static Duration bounded(Env env, String name, Duration fallback, Duration max) {
    Duration value = env.duration(name, fallback);
    if (value.compareTo(max) <= 0) return value;
    env.problem(name + " is longer than " + max.toSeconds() + "s");
    return fallback;
  }
}
