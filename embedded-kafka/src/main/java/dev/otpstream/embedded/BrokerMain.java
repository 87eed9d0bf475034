package dev.otpstream.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * A broker, and a schema registry on it where {@code OTP_REGISTRY_PORT} is set, as a process of their own: for
 * development and tests of separate services. Says {@code kafka ready …} and {@code registry ready …} on standard output.
 */
public final class BrokerMain {
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
    var broker = EmbeddedBroker.start(BrokerConfig.in(folder).withPort(port));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
    System.out.println("kafka ready " + broker.bootstrapServers());
    // The registry needs no stop of its own: what it answered is in Kafka.
    if (env.containsKey("OTP_REGISTRY_PORT")) {
      var registry = EmbeddedRegistry.start(registryConfig(env, broker.bootstrapServers()));
      System.out.println("registry ready " + registry.url());
    }
  }

  private static RegistryConfig registryConfig(Map<String, String> env, String bootstrapServers) {
    var config = RegistryConfig.on(bootstrapServers).withPort(port(env, "OTP_REGISTRY_PORT", ""));
    String basicAuth = env.get("SCHEMA_REGISTRY_BASIC_AUTH");
    return basicAuth == null ? config : config.withBasicAuth(BasicAuth.parse(basicAuth));
  }

  private static int port(Map<String, String> env, String name, String standard) {
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
