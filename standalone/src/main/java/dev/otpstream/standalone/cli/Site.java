package dev.otpstream.standalone.cli;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Secret;
import dev.otpstream.standalone.Running;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the platform is: as the settings say, else as {@code otp up} left word of in its data folder, else at the usual
 * places of {@code otp up}.
 *
 * @param env     the settings
 * @param running what runs on the data folder
 */
public record Site(Env env, Optional<Running> running) {
  private static final int HTTP_PORT = 8080;
  private static final int KAFKA_PORT = 9092;
  private static final int REGISTRY_PORT = 8081;

  public static Site of(Env env) {
    return new Site(env, Running.in(dataDir(env)));
  }

  /** The folder of {@code otp up}. */
  public static Path dataDir(Env env) {
    return env.path("OTP_DATA_DIR", Path.of("data")).toAbsolutePath();
  }

  public Path dataDir() {
    return dataDir(env);
  }

  /** Whether the settings leave broker and registry to {@code otp up}. */
  public boolean embedded() {
    return env.find("KAFKA_BOOTSTRAP_SERVERS").isEmpty();
  }

  /** Where callers and operators reach the API. */
  public URI url() {
    return running.map(Running::url)
        .orElseGet(() -> URI.create("http://127.0.0.1:" + env.integer("OTP_HTTP_PORT", HTTP_PORT, 0, 65_535)));
  }

  /** The operators' token: the setting's, or the one that {@code otp up} keeps; empty if there is neither. */
  public Optional<Secret> adminToken() {
    return env.find("OTP_ADMIN_TOKEN").or(this::keptToken).map(Secret::new);
  }

  private Optional<String> keptToken() {
    try {
      return Optional.of(Files.readString(dataDir().resolve("admin-token")).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * How to reach Kafka.
   *
   * @param named brokers that were named on the command line
   */
  public KafkaSettings kafka(Optional<String> named) {
    String brokers = named.or(() -> env.find("KAFKA_BOOTSTRAP_SERVERS")).or(() -> running.map(Running::kafka))
        .orElseGet(() -> "127.0.0.1:" + env.integer("OTP_KAFKA_PORT", KAFKA_PORT, 0, 65_535));
    return new KafkaSettings(brokers,
        KafkaSettings.from(env.withDefaults(Map.of("KAFKA_BOOTSTRAP_SERVERS", brokers))).extra());
  }

  public String registryUrl() {
    return env.find("SCHEMA_REGISTRY_URL").or(() -> running.map(Running::registry))
        .orElseGet(() -> "http://127.0.0.1:" + env.integer("OTP_REGISTRY_PORT", REGISTRY_PORT, 0, 65_535))
        .replaceFirst("/+$", "");
  }

  /** The key file of the services. */
  public Path keyFile() {
    return env.path("OTP_SEALING_KEYS", dataDir().resolve("sealing-keys.json"));
  }

  /** Copies of each record that topics should have. */
  public short replicationFactor() {
    return (short) env.integer("OTP_REPLICATION_FACTOR", embedded() ? 1 : 3, 1, 9);
  }
}
