package dev.otpstream.benchmarks.platform;

import dev.otpstream.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole platform as a process of its own, with the settings that {@code ./otp up} has, and the simulated providers as
 * another; only ports and data folder differ. Closing it ends both and removes the data.
 */
public final class OwnPlatform implements Platform {
  private static final String READY = "otpstream ready ";
  private static final String SIMULATORS_READY = "simulators ready ";
  private static final String HOST = "127.0.0.1";
  private static final List<String> ELSEWHERE = List.of("TELEGRAM_", "MAX_", "SMS_", "SMPP_", "KALEYRA_", "KAFKA_",
      "SCHEMA_REGISTRY_", "OTP_SEALING_KEYS", "OTP_STATE_DIR", "OTP_BIND_ADDRESS", "OTP_INSTANCE_ID", "OTP_CRASH_AT",
      "SIM_");

  private final Path folder;
  private final Map<String, String> given;
  private final Map<String, Integer> ports = ports();
  private final String adminToken = Tokens.fresh();
  private final Commands commands;
  private Child simulators;
  private Child standalone;
  private long launchedNs;
  private long readyNs;
  private boolean closed;

  private OwnPlatform(Path folder, Commands commands, Map<String, String> given) {
    this.folder = folder;
    this.commands = commands;
    this.given = given;
  }

  /**
   * Starts the platform of the checkout we run from and returns when it can serve.
   *
   * @param settings that differ from the defaults
   * @throws NotBuilt              if it is not built
   * @throws IllegalStateException if it does not serve in time
   */
  public static OwnPlatform start(Map<String, String> settings) {
    Checkout checkout = Checkout.find();
    try {
      Files.createDirectories(checkout.scratch());
      var platform = new OwnPlatform(Files.createTempDirectory(checkout.scratch(), "platform-"),
          new Commands(checkout), settings);
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "stop-platform"));
      platform.startAll();
      return platform;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the platform", e);
    }
  }

  private void startAll() throws IOException {
    try {
      simulators = Child.start(new Child.Recipe(commands.simulators(),
          SimulatorSettings.ofSimulators(ports.get("OTP_SIMULATORS_PORT"), SimulatorSettings.ENTRIES_MAX),
          OwnPlatform::leadsElsewhere, SIMULATORS_READY), folder.resolve("simulators.log"));
      var _ = simulators.awaitReady();
      var recipe = new Child.Recipe(commands.standalone(), settings(), OwnPlatform::leadsElsewhere, READY);
      launchedNs = System.nanoTime();
      standalone = Child.start(recipe, folder.resolve("log"));
      var _ = standalone.awaitReady();
      readyNs = System.nanoTime();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Map<String, String> settings() {
    var settings = new HashMap<>(SimulatorSettings.ofPlatform(new JsonApi(simulators()).get("/providers")));
    ports.forEach((name, port) -> settings.put(name, port.toString()));
    settings.put("OTP_ADMIN_TOKEN", adminToken);
    settings.put("OTP_DATA_DIR", folder.resolve("data").toString());
    settings.put("WEBHOOK_ALLOW_PRIVATE", "true");
    settings.putAll(given);
    return settings;
  }

  private static Map<String, Integer> ports() {
    return Map.of("OTP_HTTP_PORT", FreePorts.next(), "OTP_KAFKA_PORT", FreePorts.next(), "OTP_REGISTRY_PORT",
        FreePorts.next(), "OTP_OPS_PORT", FreePorts.next(), "OTP_SIMULATORS_PORT", FreePorts.next());
  }

  /** Settings that would lead a load to real providers, real brokers or real data. The others may tune what is loaded. */
  static boolean leadsElsewhere(String variable) {
    return ELSEWHERE.stream().anyMatch(variable::startsWith);
  }

  @Override public URI url() {
    return at("OTP_HTTP_PORT");
  }

  @Override public String adminToken() {
    return adminToken;
  }

  @Override public URI simulators() {
    return at("OTP_SIMULATORS_PORT");
  }

  @Override public Optional<URI> ops() {
    return Optional.of(at("OTP_OPS_PORT"));
  }

  @Override public Optional<String> kafka() {
    return Optional.of(HOST + ":" + ports.get("OTP_KAFKA_PORT"));
  }

  private URI at(String port) {
    return URI.create("http://" + HOST + ":" + ports.get(port));
  }

  @Override public ProcessTree processes() {
    return new ProcessTree(List.of(standalone.handle()));
  }

  @Override public ProcessTree simulatorProcesses() {
    return new ProcessTree(List.of(simulators.handle()));
  }

  /** When its process was started, as {@link System#nanoTime}. */
  public long launchedNs() {
    return launchedNs;
  }

  /** When it said that it can serve, as {@link System#nanoTime}. */
  public long readyNs() {
    return readyNs;
  }

  @Override public synchronized void close() {
    if (closed) return;
    closed = true;
    if (standalone != null) standalone.close();
    if (simulators != null) simulators.close();
    try {
      Folders.remove(folder);
    } catch (IOException e) {
      System.err.println("the platform's data could not be removed: " + folder);
    }
  }
}
