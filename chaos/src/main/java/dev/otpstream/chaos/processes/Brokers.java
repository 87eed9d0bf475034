package dev.otpstream.chaos.processes;

import dev.otpstream.embedded.FreePorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The brokers of a site: one alone, or a quorum of three. */
final class Brokers {
  /** The checker reads from the first record: nothing may be deleted for its age while a run lasts. */
  private static final String NEVER_MS = Integer.toString(Integer.MAX_VALUE);
  private final List<Seat> seats = new ArrayList<>();
  private final String bootstrapServers;

  Brokers(int count, Path folder) {
    List<Integer> clients = IntStream.range(0, count).map(_ -> FreePorts.next()).boxed().toList();
    List<Integer> controllers = IntStream.range(0, count).map(_ -> FreePorts.next()).boxed().toList();
    String voters = IntStream.range(0, count).mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllers.get(i))
        .collect(Collectors.joining(","));
    for (int i = 0; i < count; i++) {
      String name = "broker-" + (i + 1);
      var settings = new HashMap<>(Map.of("OTP_DATA_DIR", folder.resolve(name).toString(), "OTP_KAFKA_PORT",
          clients.get(i).toString(), "OTP_BROKER_LOG_RETENTION_CHECK_INTERVAL_MS", NEVER_MS));
      if (count > 1) settings.putAll(copies(i + 1, voters));
      seats.add(new Seat(name, Role.BROKER, folder, settings));
    }
    bootstrapServers = clients.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  private static Map<String, String> copies(int node, String voters) {
    return Map.of("OTP_QUORUM_NODE", Integer.toString(node), "OTP_QUORUM_VOTERS", voters,
        "OTP_BROKER_DEFAULT_REPLICATION_FACTOR", "3", "OTP_BROKER_MIN_INSYNC_REPLICAS", "2",
        "OTP_BROKER_OFFSETS_TOPIC_REPLICATION_FACTOR", "3", "OTP_BROKER_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "3",
        "OTP_BROKER_TRANSACTION_STATE_LOG_MIN_ISR", "2");
  }

  List<Seat> seats() {
    return List.copyOf(seats);
  }

  String bootstrapServers() {
    return bootstrapServers;
  }
}
