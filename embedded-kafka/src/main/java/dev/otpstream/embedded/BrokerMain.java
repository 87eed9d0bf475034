package dev.otpstream.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A broker, and a schema registry on it where {@code OTP_REGISTRY_PORT} is set, as a process of their own: for
 * development and tests of separate services. Says {@code kafka ready …} and {@code registry ready …} on standard output.
 * {@code OTP_BROKER_<PROPERTY>} sets any property of the broker, dots as underscores.
 */
public final class BrokerMain {
  private static final String PROPERTY_PREFIX = "OTP_BROKER_";

  private BrokerMain() {}

  /** Runs until it is told to stop. */
  public static void main(String[] args) {
    try {
      run(System.getenv());
    } catch (RuntimeException e) {
      System.err.println("cannot start: " + e.getMessage());
      System.exit(1); // some of Kafka's threads may still hold the process
    }
  }

  private static void run(Map<String, String> env) {
    Path folder = Path.of(env.getOrDefault("OTP_DATA_DIR", "./data")).resolve("kafka");
    int port = port(env, "OTP_KAFKA_PORT", "9092");
    var broker = EmbeddedBroker.start(config(env, folder).withPort(port).withProperties(properties(env)));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
    System.out.println("kafka ready " + broker.bootstrapServers());
    // The registry needs no stop of its own: what it answered is in Kafka.
    if (env.containsKey("OTP_REGISTRY_PORT")) {
      var registry = EmbeddedRegistry.start(registryConfig(env, broker.bootstrapServers()));
      System.out.println("registry ready " + registry.url());
    }
  }

  private static BrokerConfig config(Map<String, String> env, Path folder) {
    var alone = BrokerConfig.in(folder);
    String voters = env.get("OTP_QUORUM_VOTERS");
    return voters == null ? alone : alone.withQuorum(Quorum.parse(env.getOrDefault("OTP_QUORUM_NODE", ""), voters));
  }

  private static Map<String, String> properties(Map<String, String> env) {
    var properties = new HashMap<String, String>();
    env.forEach((name, value) -> {
      if (name.startsWith(PROPERTY_PREFIX))
        properties.put(name.substring(PROPERTY_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
    });
    return properties;
  }

  static RegistryConfig registryConfig(Map<String, String> env, String bootstrapServers) {
    var config = RegistryConfig.on(bootstrapServers).withPort(port(env, "OTP_REGISTRY_PORT", ""));
    String basicAuth = env.get("SCHEMA_REGISTRY_BASIC_AUTH");
    return basicAuth == null ? config : config.withBasicAuth(BasicAuth.parse(basicAuth));
  }

  static int port(Map<String, String> env, String name, String standard) {
    String value = env.getOrDefault(name, standard);
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below, as a number out of bounds is
    }
    throw new IllegalArgumentException(name + " is no port: " + value);
  }
}
