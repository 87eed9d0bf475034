package dev.otpstream.kit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Client settings that keep the product's promises: every consumer reads committed records only and never commits by
 * itself, every producer waits for all replicas. Any other client property comes from {@code KAFKA_<PROPERTY>} with dots
 * as underscores, TLS and SASL settings included; the promises cannot be set away.
 *
 * @param bootstrapServers where the brokers are
 * @param extra            further client properties, by their Kafka names
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> extra) {
  public static KafkaSettings from(Env env) {
    var extra = new HashMap<String, String>();
    env.withPrefix("KAFKA_")
        .forEach((name, value) -> extra.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
    extra.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    return new KafkaSettings(env.required("KAFKA_BOOTSTRAP_SERVERS"), Map.copyOf(extra));
  }

  public static KafkaSettings of(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, Map.of());
  }

  /** For an admin client. */
  public Map<String, Object> admin(String clientId) {
    return client(clientId);
  }

  /** For a producer that loses nothing it was told to keep. */
  public Map<String, Object> producer(String clientId) {
    Map<String, Object> settings = client(clientId);
    // Results of sends and calls come one by one: a request for each would cost more than all the rest of it.
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "2");
    settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
    settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    return settings;
  }

  /** For a consumer of a group that commits what it has finished. */
  public Map<String, Object> consumer(String clientId, String group) {
    Map<String, Object> settings = reader(clientId);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    return settings;
  }

  /** For a consumer without a group, whose partitions are assigned by hand. */
  public Map<String, Object> reader(String clientId) {
    Map<String, Object> settings = client(clientId);
    settings.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    return settings;
  }

  /** What all clients share; also the base of Kafka Streams settings. */
  public Map<String, Object> client(String clientId) {
    var settings = new HashMap<String, Object>(extra);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    return settings;
  }

  @Override public String toString() {
    return "KafkaSettings[" + bootstrapServers + "]"; // extra may hold passwords
  }
}
