package dev.otpstream.benchmarks.platform;

import dev.otpstream.embedded.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One broker, or three that copy each other, each a process of its own, and a schema registry on them. */
final class Brokers implements AutoCloseable {
  private static final String HOST = "127.0.0.1:";
  private static final String COPIES = "3";

  private final List<Child> children = new ArrayList<>();
  private final List<Integer> ports;
  private final int registryPort = FreePorts.next();

  private Brokers(int count) {
    ports = free(count);
  }

  /**
   * Starts them and returns when they can serve.
   *
   * @param count  1 or 3
   * @param folder for data and logs
   */
  static Brokers start(int count, Commands commands, Path folder) throws IOException {
    var brokers = new Brokers(count);
    try {
      brokers.startAll(commands, folder);
      return brokers;
    } catch (RuntimeException | IOException e) {
      brokers.close();
      throw e;
    }
  }

  private void startAll(Commands commands, Path folder) throws IOException {
    List<Integer> controllers = free(ports.size());
    for (int node = 1; node <= ports.size(); node++) {
      var settings = new HashMap<>(ports.size() == 1 ? Map.of() : quorum(node, controllers));
      settings.put("OTP_DATA_DIR", folder.resolve("data-" + node).toString());
      settings.put("OTP_KAFKA_PORT", ports.get(node - 1).toString());
      children.add(Child.start(new Child.Recipe(commands.broker(), settings, OwnPlatform::leadsElsewhere,
          "kafka ready "), folder.resolve("broker-" + node + ".log")));
    }
    children.forEach(Child::awaitReady);
    var registry = Child.start(new Child.Recipe(commands.registry(),
        Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(), "OTP_REGISTRY_PORT", Integer.toString(registryPort)),
        OwnPlatform::leadsElsewhere, "registry ready "), folder.resolve("registry.log"));
    children.add(registry);
    var _ = registry.awaitReady();
  }

  private static List<Integer> free(int count) {
    return IntStream.range(0, count).map(_ -> FreePorts.next()).boxed().toList();
  }

  private static Map<String, String> quorum(int node, List<Integer> controllers) {
    String voters = IntStream.range(0, controllers.size()).mapToObj(i -> (i + 1) + "@" + HOST + controllers.get(i))
        .collect(Collectors.joining(","));
    return Map.of("OTP_QUORUM_NODE", Integer.toString(node), "OTP_QUORUM_VOTERS", voters,
        "OTP_BROKER_DEFAULT_REPLICATION_FACTOR", COPIES, "OTP_BROKER_MIN_INSYNC_REPLICAS", "2",
        "OTP_BROKER_OFFSETS_TOPIC_REPLICATION_FACTOR", COPIES,
        "OTP_BROKER_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", COPIES, "OTP_BROKER_TRANSACTION_STATE_LOG_MIN_ISR", "2");
  }

  int count() {
    return ports.size();
  }

  String bootstrapServers() {
    return ports.stream().map(port -> HOST + port).collect(Collectors.joining(","));
  }

  String registryUrl() {
    return "http://" + HOST + registryPort;
  }

  List<ProcessHandle> handles() {
    return children.stream().map(Child::handle).toList();
  }

  @Override public void close() {
    children.forEach(Child::kill); // their data goes with them
  }
}
