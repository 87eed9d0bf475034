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
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.SerializationException;
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
 * @param patience          how starts wait for brokers and the registry
 */
public record Platform(KafkaSettings kafka, RegistrySettings registry, RecordSerdes serdes, Keys keys,
    PrometheusMeterRegistry meters, int partitions, short replicationFactor, Patience patience) {
  public static final int PARTITIONS_DEFAULT = 6;
  private static final String KAFKA = "Kafka";
  private static final String REGISTRY = "the schema registry";
  /** So long a start asks before it says that nobody answers; then it asks again. */
  private static final int ANSWER_MS = 10_000;
  private static final int ANY_ID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  public Platform(KafkaSettings kafka, RegistrySettings registry, RecordSerdes serdes, Keys keys,
      PrometheusMeterRegistry meters, int partitions, short replicationFactor) {
    this(kafka, registry, serdes, keys, meters, partitions, replicationFactor, new Patience());
  }

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
    var patience = new Patience();
    var serdes = new RecordSerdes(SchemaRegistry.from(registry.asMap()),
        question -> patience.insist(REGISTRY, () -> {
          question.run();
          return true;
        }));
    return new Platform(kafka, registry, serdes, keys, Meters.registry(), partitions, (short) replicas, patience);
  }

  /**
   * Creates the topics that are missing, and has the registry keep the promise of the public ones' schemas. Every start
   * begins with it: it waits for brokers and the registry as long as they are away.
   *
   * @return how many partitions the engine's topics have
   * @throws IllegalStateException if they refuse what is asked, or the thread is interrupted
   */
  public int ensureTopics() {
    int found = patience.insist(KAFKA, this::makeTopics);
    SchemaRegistry schemas = SchemaRegistry.from(registry.asMap());
    boolean _ = patience.insist(REGISTRY, () -> answers(schemas));
    for (String problem : SchemaPromise.ensure(schemas))
      LOG.atWarn().addKeyValue("problem", problem).log("schemas are not guarded");
    return found;
  }

  private int makeTopics() {
    var settings = kafka.admin("otp-topics");
    settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
    settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
    try (Admin admin = Admin.create(settings)) {
      var topics = new TopicAdmin(admin);
      List<String> problems = topics.ensure(partitions, replicationFactor);
      for (String problem : problems)
        LOG.atWarn().addKeyValue("problem", problem).log("topic differs from catalogue");
      return topics.enginePartitions();
    }
  }

  private static boolean answers(SchemaRegistry schemas) {
    try {
      schemas.byId(ANY_ID);
    } catch (SerializationException _) {
      // it answers, if only that there is none
    }
    return true;
  }

  /** The registry that metrics go to, as libraries know it. */
  public MeterRegistry meterRegistry() {
    return meters;
  }
}
