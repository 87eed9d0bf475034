package dev.otpstream.standalone.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which of some brokers let us connect. Kafka's own clients wait and try again where a person wants to be told. */
public final class Brokers {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private Brokers() {}

  /** The addresses in a {@code bootstrap.servers}. */
  public static List<String> of(String bootstrapServers) {
    return List.of(bootstrapServers.strip().split("\\s*,\\s*", -1));
  }

  /** Those that cannot be reached, with the reason in words. */
  public static Map<String, String> silent(List<String> servers) {
    var silent = new LinkedHashMap<String, String>();
    for (String server : servers)
      whyNot(server).ifPresent(why -> silent.put(server, why));
    return silent;
  }

  private static Optional<String> whyNot(String server) {
    int colon = server.lastIndexOf(':');
    try (var socket = new Socket()) {
      var address = new InetSocketAddress(server.substring(0, Math.max(0, colon)),
          Integer.parseInt(server.substring(colon + 1)));
      if (address.isUnresolved()) return Optional.of("no such host");
      socket.connect(address, (int) CONNECT_TIMEOUT.toMillis());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage() == null ? "no answer" : e.getMessage().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      return Optional.of("no host:port");
    }
  }
}
