package dev.otpstream.kit;

import dev.otpstream.kit.observe.Meters;
import dev.otpstream.schemas.SchemaPromise;
import dev.otpstream.schemas.TopicAdmin;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every service stands on.
 *
 * @param kafka             how to reach the brokers
 * @param registry          where the schema registry is
 * @param serdes            how records are written and read
 * @param keys              what seals and digests
 * @param meters            where metrics go
 * @param partitions        how many partitions the engine's topics get if they are made now
 * @param replicationFactor copies of each record, for topics that are made now
 */
public record Platform(KafkaSettings kafka, RegistrySettings registry, RecordSerdes serdes, Keys keys,
    PrometheusMeterRegistry meters, int partitions, short replicationFactor) {
  public static final int PARTITIONS_DEFAULT = 6;
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  /** Reads what all services share. Problems are left in {@code env}; then the keys are null. */
  public static Platform from(Env env) {
    CrashPoint.check(env);
    KafkaSettings kafka = KafkaSettings.from(env);
    var registry = RegistrySettings.of(env.required("SCHEMA_REGISTRY_URL"),
        env.string("SCHEMA_REGISTRY_BASIC_AUTH", ""));
    int partitions = env.integer("OTP_PARTITIONS", PARTITIONS_DEFAULT, 1, 1024);
    int replicas = env.integer("OTP_REPLICATION_FACTOR", 3, 1, 9);
    Keys keys = null;
    String keyFile = env.required("OTP_SEALING_KEYS");
    if (!keyFile.isEmpty()) {
      try {
        keys = KeyFile.load(Path.of(keyFile));
      } catch (IllegalStateException e) {
        env.problem("OTP_SEALING_KEYS: " + e.getMessage());
      }
    }
    var serdes = new RecordSerdes(SchemaRegistry.from(registry.asMap()));
    return new Platform(kafka, registry, serdes, keys, Meters.registry(),
        partitions, (short) replicas);
  }

  /**
   * Creates the topics that are missing, and has the registry keep the promise of the public ones' schemas.
   *
   * @return how many partitions the engine's topics have
   */
  public int ensureTopics() {
    try (Admin admin = Admin.create(kafka.admin("otp-topics"))) {
      var topics = new TopicAdmin(admin);
      List<String> problems = topics.ensure(partitions, replicationFactor);
      for (String problem : problems)
        LOG.atWarn().addKeyValue("problem", problem).log("topic differs from catalogue");
      for (String problem : SchemaPromise.ensure(SchemaRegistry.from(registry.asMap())))
        LOG.atWarn().addKeyValue("problem", problem).log("schemas are not guarded");
      return topics.enginePartitions();
    }
  }

  /** The registry that metrics go to, as libraries know it. */
  public MeterRegistry meterRegistry() {
    return meters;
  }
}
