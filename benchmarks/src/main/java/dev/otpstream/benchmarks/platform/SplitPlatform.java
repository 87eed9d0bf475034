package dev.otpstream.benchmarks.platform;

import dev.otpstream.embedded.FreePorts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The platform as one process a service beside a broker with a registry, so that engines can be killed and started and
 * workers can be left out for a while. Closing it ends all of them and removes the data. For one thread.
 */
public final class SplitPlatform implements Platform {
  private static final String HOST = "127.0.0.1";
  private static final Duration SETTLE_MAX = Duration.ofMinutes(1);
  private static final String NEVER = "\0";

  private final Path folder;
  private final Commands commands;
  private final Map<String, String> given;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final String adminToken = Tokens.fresh();
  private final int httpPort = FreePorts.next();
  private Child simulators;
  private URI simulatorsUrl;
  private Brokers brokers;
  private boolean closed;

  private record Node(Child child, URI ops) {}

  private SplitPlatform(Path folder, Commands commands, Map<String, String> given) {
    this.folder = folder;
    this.commands = commands;
    this.given = given;
  }

  /**
   * Starts broker, registry, simulated providers, ingress and engines; workers are still to be started.
   *
   * @param brokers  1 or 3
   * @param engines  how many
   * @param settings that differ from the defaults
   * @throws NotBuilt              if the platform is not built
   * @throws IllegalStateException if it does not serve in time
   */
  public static SplitPlatform start(int brokers, int engines, Map<String, String> settings) {
    Checkout checkout = Checkout.find();
    try {
      Files.createDirectories(checkout.scratch());
      var platform = new SplitPlatform(Files.createTempDirectory(checkout.scratch(), "platform-"),
          new Commands(checkout), settings);
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "stop-platform"));
      platform.startAll(brokers, engines);
      return platform;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the platform", e);
    }
  }

  private void startAll(int brokerCount, int engines) throws IOException {
    try {
      startSurroundings(brokerCount);
      for (int number = 1; number <= engines; number++)
        launch(Part.ENGINE, number);
      launch(Part.INGRESS, 1);
      awaitReady();
    } catch (RuntimeException | IOException e) {
      close();
      throw e;
    }
  }

  private void startSurroundings(int brokerCount) throws IOException {
    int controlPort = FreePorts.next();
    simulatorsUrl = URI.create("http://" + HOST + ":" + controlPort);
    simulators = Child.start(new Child.Recipe(commands.simulators(),
        SimulatorSettings.ofSimulators(controlPort, SimulatorSettings.ENTRIES_MAX), OwnPlatform::leadsElsewhere,
        "simulators ready "), folder.resolve("simulators.log"));
    brokers = Brokers.start(brokerCount, commands, folder);
    var _ = simulators.awaitReady();
    KeyFile.loadOrCreate(keyFile());
  }

  private void launch(Part part, int number) {
    String name = part.name().toLowerCase(Locale.ROOT) + "-" + number;
    int opsPort = FreePorts.next();
    var settings = new HashMap<>(SimulatorSettings.ofPlatform(new JsonApi(simulatorsUrl).get("/providers")));
    settings.putAll(Map.of("KAFKA_BOOTSTRAP_SERVERS", brokers.bootstrapServers(), "SCHEMA_REGISTRY_URL", registryUrl(),
        "OTP_SEALING_KEYS", keyFile().toString(), "OTP_REPLICATION_FACTOR", Integer.toString(brokers.count()),
        "OTP_BIND_ADDRESS", HOST,
        "OTP_OPS_PORT", Integer.toString(opsPort), "OTP_INSTANCE_ID", name, "OTP_STATE_DIR",
        folder.resolve("state-" + name).toString()));
    settings.putAll(Map.of("OTP_HTTP_PORT", Integer.toString(httpPort), "OTP_ADMIN_TOKEN", adminToken,
        "WEBHOOK_ALLOW_PRIVATE", "true"));
    settings.putAll(given);
    try {
      Child child = Child.start(new Child.Recipe(commands.service(part), settings, OwnPlatform::leadsElsewhere, NEVER),
          folder.resolve(name + ".log"));
      nodes.put(name, new Node(child, URI.create("http://" + HOST + ":" + opsPort)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  private void awaitReady() {
    nodes.values().forEach(node -> node.child().awaitOk(node.ops().resolve("/readyz")));
  }

  /** Starts the workers of the channels and of the hooks; returns when they can work. */
  public void startWorkers() {
    for (Part part : List.of(Part.TELEGRAM, Part.SMS, Part.WEBHOOKS))
      launch(part, 1);
    awaitReady();
  }

  /** As {@code kill -9}. */
  public void killEngine(int number) {
    nodes.remove("engine-" + number).child().kill();
  }

  /** As an operator does; returns when it has ended. */
  public void stopEngine(int number) {
    nodes.remove("engine-" + number).child().close();
  }

  /** Waits until all processes have little left to do, but no longer than a minute. */
  public void settle() {
    Quiet.await(processes(), SETTLE_MAX);
  }

  /** Starts an engine in its own place again, and returns at once. */
  public void startEngine(int number) {
    launch(Part.ENGINE, number);
  }

  /** A number of an engine's own metrics, over all engines; empty if one does not tell. */
  public OptionalDouble engineMetric(String name, String label) {
    return MetricSum.of(engines().map(Node::ops).toList(), name, label);
  }

  /** The engines' memory that is resident now, in bytes. */
  public long engineResidentBytes() {
    return new ProcessTree(engines().map(node -> node.child().handle()).toList()).residentBytes().orElse(0);
  }

  /** What the engines' state takes on disk, in bytes. */
  public long engineStateBytes() {
    try (Stream<Path> folders = Files.list(folder)) {
      long sum = 0;
      for (Path state : folders.filter(path -> path.getFileName().toString().startsWith("state-engine-")).toList())
        sum += Folders.bytes(state);
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException("the state's size cannot be read", e);
    }
  }

  private Stream<Node> engines() {
    return nodes.entrySet().stream().filter(node -> node.getKey().startsWith("engine-")).map(Map.Entry::getValue);
  }

  private Path keyFile() {
    return folder.resolve("sealing-keys.json");
  }

  /** The keys that the platform seals with. */
  public Keys keys() {
    return KeyFile.load(keyFile());
  }

  public String registryUrl() {
    return brokers.registryUrl();
  }

  @Override public URI url() {
    return URI.create("http://" + HOST + ":" + httpPort);
  }

  @Override public String adminToken() {
    return adminToken;
  }

  @Override public URI simulators() {
    return simulatorsUrl;
  }

  @Override public Optional<URI> ops() {
    return Optional.empty();
  }

  @Override public OptionalDouble heapBytes() {
    return MetricSum.of(nodes.values().stream().map(Node::ops).toList(), HeapMetric.NAME, HeapMetric.HEAP);
  }

  @Override public Optional<String> kafka() {
    return Optional.of(brokers.bootstrapServers());
  }

  @Override public ProcessTree processes() {
    return new ProcessTree(Stream.concat(brokers.handles().stream(),
        nodes.values().stream().map(node -> node.child().handle())).toList());
  }

  @Override public Map<String, ProcessTree> parts() {
    var byPart = new TreeMap<String, List<ProcessHandle>>();
    byPart.put("broker", brokers.handles()); // the registry is part of it
    nodes.forEach((name, node) -> byPart.computeIfAbsent(name.substring(0, name.lastIndexOf('-')),
        _ -> new ArrayList<>()).add(node.child().handle()));
    var trees = new TreeMap<String, ProcessTree>();
    byPart.forEach((part, handles) -> trees.put(part, new ProcessTree(handles)));
    return trees;
  }

  @Override public ProcessTree simulatorProcesses() {
    return new ProcessTree(List.of(simulators.handle()));
  }

  @Override public synchronized void close() {
    if (closed) return;
    closed = true;
    // The data goes with them, so none needs the time of a clean stop.
    new ArrayList<>(nodes.values()).forEach(node -> node.child().kill());
    if (simulators != null) simulators.kill();
    if (brokers != null) brokers.close();
    try {
      Folders.remove(folder);
    } catch (IOException e) {
      System.err.println("the platform's data could not be removed: " + folder);
    }
  }
}
