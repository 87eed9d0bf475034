package dev.otpstream.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where one {@link EmbeddedBroker} keeps its data and where it listens, on the loopback address only.
 *
 * @param dataFolder     holds logs, metadata and the cluster's id; made when missing
 * @param port           for clients; 0 picks a free one at each start
 * @param controllerPort the broker's own; 0 picks a free one at each start
 * @param properties     further broker properties, stronger than the ones chosen here; with such about listeners or an
 *                       authorizer it does not repair what a kill left (ADR 16)
 * @param quorum         the nodes it is one of; empty: it is alone
 */
public record BrokerConfig(Path dataFolder, int port, int controllerPort, Map<String, String> properties,
    Optional<Quorum> quorum) {

  /** Copies the properties. */
  public BrokerConfig {
    properties = Map.copyOf(properties);
  }

  /** A broker with its data in {@code dataFolder}, on any free port. */
  public static BrokerConfig in(Path dataFolder) {
    return new BrokerConfig(dataFolder, 0, 0, Map.of(), Optional.empty());
  }

  /** The same broker on a given port. */
  public BrokerConfig withPort(int port) {
    return new BrokerConfig(dataFolder, port, controllerPort, properties, quorum);
  }

  /** The same broker with other further properties. */
  public BrokerConfig withProperties(Map<String, String> properties) {
    return new BrokerConfig(dataFolder, port, controllerPort, properties, quorum);
  }

  /** The same broker as one of several nodes; its controller listens where they expect it. */
  public BrokerConfig withQuorum(Quorum quorum) {
    return new BrokerConfig(dataFolder, port, quorum.controllerPort(), properties, Optional.of(quorum));
  }
}
