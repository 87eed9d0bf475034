package dev.otpstream.embedded;

import java.util.Map;

/**
 * A schema registry as a process of its own, on the Kafka of {@code KAFKA_BOOTSTRAP_SERVERS}: for tests that take it away
 * alone. Says {@code registry ready …} on standard output.
 */
public final class RegistryMain {
  private RegistryMain() {}

  /** Runs until it is told to stop. */
  public static void main(String[] args) {
    Map<String, String> env = System.getenv();
    try {
      String kafka = env.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092");
      var registry = EmbeddedRegistry.start(BrokerMain.registryConfig(env, kafka));
      Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "stop-registry"));
      System.out.println("registry ready " + registry.url());
    } catch (RuntimeException e) {
      System.err.println("cannot start: " + e.getMessage());
      System.exit(1); // some of its threads may still hold the process
    }
  }
}
