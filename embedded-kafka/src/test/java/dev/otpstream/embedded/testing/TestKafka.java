package dev.otpstream.embedded.testing;

import dev.otpstream.embedded.BrokerConfig;
import dev.otpstream.embedded.EmbeddedBroker;
import dev.otpstream.embedded.EmbeddedRegistry;
import dev.otpstream.embedded.RegistryConfig;

/**
 * A fresh Kafka for tests, and a schema registry on it once asked for: in a container where a Docker engine answers and
 * Testcontainers is on the class path, inside this JVM elsewhere. Both have the same settings, so tests see no
 * difference.
 *
 * <p>The system property {@code otp.test.kafka}, {@code docker} or {@code embedded}, overrules the choice.
 */
public final class TestKafka implements AutoCloseable {
  private final String bootstrapServers;
  private final Runnable stop;
  private EmbeddedRegistry registry; // once asked for; guarded by this

  private TestKafka(String bootstrapServers, Runnable stop) {
    this.bootstrapServers = bootstrapServers;
    this.stop = stop;
  }

  /** Starts an empty broker. Takes a second or so embedded, more the first time in a JVM; share one where you can. */
  public static TestKafka start() {
    return Choice.DOCKER ? docker() : embedded();
  }

  /** What a client's {@code bootstrap.servers} wants. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Where an {@link EmbeddedRegistry} on this broker answers. The first call starts it. */
  public synchronized String registryUrl() {
    if (registry == null) {
      registry = EmbeddedRegistry.start(RegistryConfig.on(bootstrapServers));
    }
    return registry.url();
  }

  /** Stops all of it and forgets the data. */
  @Override public synchronized void close() {
    if (registry != null) {
      registry.close();
    }
    stop.run();
  }

  private static TestKafka docker() {
    var container = new KafkaInDocker();
    return new TestKafka(container.bootstrapServers(), container::close);
  }

  private static TestKafka embedded() {
    var folder = new TempFolder();
    try {
      var broker = EmbeddedBroker.start(BrokerConfig.in(folder.path()));
      return new TestKafka(broker.bootstrapServers(), () -> {
        broker.close();
        folder.close();
      });
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Made once in a JVM: asking an engine that is not there takes half a second. */
  private static final class Choice {
    static final boolean DOCKER = switch (System.getProperty("otp.test.kafka", "")) {
      case "docker" -> true;
      case "embedded" -> false;
      case "" -> engineAnswers();
      default -> throw new IllegalArgumentException("otp.test.kafka is neither docker nor embedded");
    };

    private static boolean engineAnswers() {
      try {
        return KafkaInDocker.engineAnswers();
      } catch (NoClassDefFoundError withoutTestcontainers) {
        return false;
      }
    }
  }
}
