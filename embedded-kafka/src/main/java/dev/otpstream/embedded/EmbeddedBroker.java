package dev.otpstream.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka node, broker and controller in one, inside this JVM and on the loopback address only: alone, or one of a
 * {@link Quorum}.
 *
 * <p>Its folder starts again after {@link #close} and after a killed process, with every acknowledged record: the
 * operating system keeps what the process wrote. A power cut may lose the last seconds; only replicas help there.
 * As any Kafka, it ends the whole process when its own log cannot be trusted any more, such as on a full disk.
 *
 * <p>Kafka's server classes are no public API; this is the only class that touches them.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(4); // recovery reads whole segments after a kill
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final String CLIENT_LISTENER = "PLAINTEXT";
  private static final String BROKER_LISTENER = "INTERNAL";
  private static final String CONTROLLER_LISTENER = "CONTROLLER";
  /** Kafka's word that the last run ended as it should, in the folder of its logs. */
  private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";
  /** With one of these an operator says who may connect, and where: then nothing is added to it. */
  private static final Set<String> LISTENING = Set.of("listeners", "advertised.listeners",
      "listener.security.protocol.map", "inter.broker.listener.name", "authorizer.class.name", "early.start.listeners");
  private static final int NODE_ID_ALONE = 1;

  private final FolderLock lock;
  private final KafkaRaftServer server;
  private final String clusterId;
  private final String bootstrapServers;
  private final Optional<Repair> repair;
  private final CoordinatorLogs coordinatorLogs;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(FolderLock lock, KafkaRaftServer server, String clusterId, String bootstrapServers,
      Optional<Repair> repair) {
    this.lock = lock;
    this.server = server;
    this.clusterId = clusterId;
    this.bootstrapServers = bootstrapServers;
    this.repair = repair;
    this.coordinatorLogs = new CoordinatorLogs(bootstrapServers);
  }

  /**
   * Starts a broker and returns when it serves clients.
   *
   * @throws IllegalStateException if a wanted port is taken, another broker runs in the folder, or this one does not
   *     serve in time
   * @throws org.apache.kafka.common.KafkaException if a property is wrong
   * @throws UncheckedIOException if the folder cannot be read or written
   */
  public static EmbeddedBroker start(BrokerConfig config) {
    long startedNs = System.nanoTime();
    int port = Ports.orFree(config.port(), "broker");
    int controllerPort = Ports.orFree(config.controllerPort(), "controller");
    FolderLock lock = FolderLock.take(config.dataFolder());
    try {
      Path folder = config.dataFolder().toAbsolutePath();
      Optional<String> known = knownCluster(folder);
      String clusterId = known.isPresent() ? known.get() : format(folder, config.quorum());
      Properties settings = properties(config, port, controllerPort);
      Optional<Repair> repair = Optional.empty();
      boolean torn = known.isPresent() && !Files.exists(folder.resolve(CLEAN_SHUTDOWN));
      if (torn && config.quorum().isEmpty() && Collections.disjoint(config.properties().keySet(), LISTENING)) {
        int brokerPort = FreePorts.next();
        repair = Optional.of(new Repair(address(brokerPort)));
        settings.putAll(listeners(port, brokerPort, controllerPort));
        settings.putAll(repair.get().settings(CLIENT_LISTENER));
      }
      var server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
      var broker = new EmbeddedBroker(lock, server, clusterId, address(port), repair);
      broker.startUp();
      LOG.atInfo().addKeyValue("bootstrapServers", broker.bootstrapServers)
          .addKeyValue("tookMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs)).log("broker ready");
      return broker;
    } catch (Throwable e) { // Scala throws checked exceptions without saying so
      lock.close();
      throw e;
    }
  }

  /** What a client's {@code bootstrap.servers} wants. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The cluster's id, the same for the life of the folder. */
  public String clusterId() {
    return clusterId;
  }

  /** Stops cleanly, within seconds. Safe to call again. */
  @Override public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    repair.ifPresent(Repair::close);
    coordinatorLogs.close();
    // Kafka's own stop waits minutes for each of its parts; ours must end, and a hurried stop loses nothing either.
    Thread stopping = Thread.ofPlatform().daemon().name("broker-stop").start(server::shutdown);
    try {
      if (!stopping.join(STOP_TIMEOUT)) {
        LOG.atWarn().addKeyValue("timeout", STOP_TIMEOUT).log("broker did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.close();
    }
  }

  private void startUp() {
    try {
      repair.ifPresent(Repair::begin);
      server.startup();
      awaitReady();
      coordinatorLogs.watch();
    } catch (Throwable e) { // as above
      close();
      throw e;
    }
  }

  private void awaitReady() {
    long timeoutMs = START_TIMEOUT.toMillis();
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.describeCluster().nodes().get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the broker was ready", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker does not answer", e);
    }
  }

  private static Optional<String> knownCluster(Path folder) {
    try {
      return new MetaPropertiesEnsemble.Loader().addLogDirs(List.of(folder.toString())).load().clusterId();
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's folder cannot be read: " + folder, e);
    }
  }

  /** Gives a new folder its cluster id, which it answers, and first metadata. */
  private static String format(Path folder, Optional<Quorum> quorum) {
    String clusterId = quorum.map(Quorum::clusterId).orElseGet(() -> Uuid.randomUuid().toString());
    try {
      new Formatter().setClusterId(clusterId).setNodeId(nodeId(quorum)).addDirectory(folder.toString())
          .setMetadataLogDirectory(folder.toString()).setControllerListenerName(CONTROLLER_LISTENER)
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)).run();
      return clusterId;
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's folder cannot be prepared: " + folder, e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // what Formatter declares
      throw new IllegalStateException("the broker's folder cannot be prepared: " + folder, e);
    }
  }

  private static Properties properties(BrokerConfig config, int port, int controllerPort) {
    Properties p = oneNode();
    p.put("process.roles", "broker,controller");
    p.put("node.id", String.valueOf(nodeId(config.quorum())));
    p.put("controller.quorum.voters", config.quorum().map(Quorum::voters)
        .orElse(NODE_ID_ALONE + "@" + address(controllerPort)));
    p.put("controller.listener.names", CONTROLLER_LISTENER);
    p.put("listeners", CLIENT_LISTENER + "://" + address(port) + "," + CONTROLLER_LISTENER + "://"
        + address(controllerPort));
    p.put("advertised.listeners", CLIENT_LISTENER + "://" + address(port));
    p.put("listener.security.protocol.map", CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    p.put("log.dirs", config.dataFolder().toAbsolutePath().toString());
    p.put("server.max.startup.time.ms", String.valueOf(START_TIMEOUT.toMillis()));
    p.putAll(config.properties());
    return p;
  }

  /** The same listeners, and one more for the broker's own connections. */
  private static Map<String, String> listeners(int port, int brokerPort, int controllerPort) {
    String both = CLIENT_LISTENER + "://" + address(port) + "," + BROKER_LISTENER + "://" + address(brokerPort);
    return Map.of("inter.broker.listener.name", BROKER_LISTENER, "advertised.listeners", both, "listeners",
        both + "," + CONTROLLER_LISTENER + "://" + address(controllerPort), "listener.security.protocol.map",
        CLIENT_LISTENER + ":PLAINTEXT," + BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
  }

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  private static int nodeId(Optional<Quorum> quorum) {
    return quorum.map(Quorum::nodeId).orElse(NODE_ID_ALONE);
  }

  private static Properties oneNode() {
    var properties = new Properties();
    try (var file = EmbeddedBroker.class.getResourceAsStream("one-node.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
