package dev.otpstream.embedded;

import java.util.Map;
import java.util.Optional;

/**
 * Where one {@link EmbeddedRegistry} keeps its schemas and where it listens, on the loopback address only.
 *
 * @param clientSettings Kafka client properties, {@code bootstrap.servers} at least
 * @param port           0 picks a free one at each start
 * @param basicAuth      whom to let in; everybody if empty
 */
public record RegistryConfig(Map<String, String> clientSettings, int port, Optional<BasicAuth> basicAuth) {

  /** Copies the settings. */
  public RegistryConfig {
    clientSettings = Map.copyOf(clientSettings);
  }

  /** A registry on that Kafka, on any free port, open to whoever reaches it. */
  public static RegistryConfig on(String bootstrapServers) {
    return new RegistryConfig(Map.of("bootstrap.servers", bootstrapServers), 0, Optional.empty());
  }

  /** The same registry on a given port. */
  public RegistryConfig withPort(int port) {
    return new RegistryConfig(clientSettings, port, basicAuth);
  }

  /** The same registry for one user only. */
  public RegistryConfig withBasicAuth(BasicAuth basicAuth) {
    return new RegistryConfig(clientSettings, port, Optional.of(basicAuth));
  }

  /** Without the settings: they may hold passwords. */
  @Override public String toString() {
    return "RegistryConfig[port=" + port + ", basicAuth=" + basicAuth + "]";
  }
}
