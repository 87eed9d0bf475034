package dev.otpstream.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where one {@link EmbeddedBroker} keeps its data and where it listens, on the loopback address only.
 *
 * @param dataFolder     holds logs, metadata and the cluster's id; made when missing
 * @param port           for clients; 0 picks a free one at each start
 * @param controllerPort the broker's own; 0 picks a free one at each start
 * @param properties     further broker properties, stronger than the ones chosen here
 */
public record BrokerConfig(Path dataFolder, int port, int controllerPort, Map<String, String> properties) {

  /** Copies the properties. */
  public BrokerConfig {
    properties = Map.copyOf(properties);
  }

  /** A broker with its data in {@code dataFolder}, on any free port. */
  public static BrokerConfig in(Path dataFolder) {
    return new BrokerConfig(dataFolder, 0, 0, Map.of());
  }

  /** The same broker on a given port. */
  public BrokerConfig withPort(int port) {
    return new BrokerConfig(dataFolder, port, controllerPort, properties);
  }

  /** The same broker with other further properties. */
  public BrokerConfig withProperties(Map<String, String> properties) {
    return new BrokerConfig(dataFolder, port, controllerPort, properties);
  }
}
