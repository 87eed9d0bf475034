package dev.otpstream.chaos.processes;

import dev.otpstream.embedded.FreePorts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The whole platform as processes on loopback: brokers, registry, two engines, two ingresses, workers, webhooks. The
 * simulated providers live in this JVM, so that their journals outlive every fault.
 */
public final class Site implements AutoCloseable {
  public static final String ADMIN_TOKEN = "admin-token-of-the-chaos-run";
  public static final int PARTITIONS = 4;
  private static final int SPARE = 9;
  /** Half of the default: a minute of a run is dear. */
  private static final String TAKEOVER = "3s";
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final int JOURNAL_ENTRIES_MAX = 1_000_000;
  private final List<Seat> seats = new ArrayList<>();
  private final Map<Role, Seat> spares = new ConcurrentHashMap<>();
  private final Map<String, String> common = new HashMap<>();
  private final List<URI> urls = new ArrayList<>();
  private final Simulators simulators;
  private final Brokers brokers;
  private final String registryUrl;
  private final Keys keys;
  private final Path folder;

  /** Starts everything and returns when it serves. */
  public static Site start(Path folder, int brokers) {
    var site = new Site(folder, brokers);
    // Who interrupts a run leaves no processes behind.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> site.seats().forEach(Seat::kill), "kill-site"));
    try {
      site.startAll();
      return site;
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private Site(Path folder, int brokerCount) {
    this.folder = folder;
    simulators = Simulators.start(SimulatorsConfig.defaults().withEntriesMax(JOURNAL_ENTRIES_MAX));
    brokers = new Brokers(brokerCount, folder);
    seats.addAll(brokers.seats());
    int registryPort = FreePorts.next();
    registryUrl = "http://127.0.0.1:" + registryPort;
    seats.add(new Seat("registry", Role.REGISTRY, folder, Map.of("KAFKA_BOOTSTRAP_SERVERS",
        brokers.bootstrapServers(), "OTP_REGISTRY_PORT", Integer.toString(registryPort))));
    Path keyFile = folder.resolve("keys.json");
    keys = KeyFile.loadOrCreate(keyFile);
    common.putAll(Map.of("KAFKA_BOOTSTRAP_SERVERS", brokers.bootstrapServers(), "SCHEMA_REGISTRY_URL", registryUrl,
        "OTP_SEALING_KEYS", keyFile.toString(), "OTP_REPLICATION_FACTOR", Integer.toString(brokerCount),
        "OTP_PARTITIONS", Integer.toString(PARTITIONS), "OTP_BIND_ADDRESS", "127.0.0.1", "WEBHOOK_ALLOW_PRIVATE",
        "true"));
    for (int i = 1; i <= 2; i++)
      seats.add(engine(i));
    for (int i = 1; i <= 2; i++)
      seats.add(ingress(i));
    seats.add(telegram(1));
    seats.add(sms(1));
    seats.add(service(Role.WEBHOOKS, 1, Map.of("WEBHOOK_RETRY_DELAYS", "500ms,1s,2s,3s,5s",
        "WEBHOOK_LANE_PAUSE_MAX", "3s")));
  }

  private Seat engine(int number) {
    return service(Role.ENGINE, number, Map.of("OTP_ENGINE_TAKEOVER", TAKEOVER));
  }

  private Seat ingress(int number) {
    int port = FreePorts.next();
    urls.add(URI.create("http://127.0.0.1:" + port));
    return service(Role.INGRESS, number, Map.of("OTP_HTTP_PORT", Integer.toString(port), "OTP_ADMIN_TOKEN",
        ADMIN_TOKEN));
  }

  private Seat telegram(int number) {
    // Reports come to a port that outlives the process, as behind a proxy.
    return service(Role.TELEGRAM, number, Map.of("TELEGRAM_GATEWAY_URL", simulators.telegramGatewayUrl().toString(),
        "TELEGRAM_GATEWAY_TOKEN", simulators.telegramGatewayToken(), "TELEGRAM_CALLBACK_PORT",
        Integer.toString(FreePorts.next())));
  }

  private Seat sms(int number) {
    return service(Role.SMS, number, Map.of("SMPP_HOST", simulators.smppHost(), "SMPP_PORT",
        Integer.toString(simulators.smppPort()), "SMPP_SYSTEM_ID", simulators.smppSystemId(), "SMPP_PASSWORD",
        simulators.smppPassword(), "SMPP_SOURCE_ADDR", "otpstream", "SMPP_RECONNECT_MAX", "2s"));
  }

  private Seat service(Role role, int number, Map<String, String> own) {
    String name = role.word().replace(' ', '-') + "-" + number;
    var settings = new HashMap<>(common);
    settings.putAll(own);
    settings.put("OTP_OPS_PORT", Integer.toString(FreePorts.next()));
    settings.put("OTP_INSTANCE_ID", name);
    settings.put("OTP_STREAMS_LOG_LEVEL", "INFO");
    settings.put("OTP_STATE_DIR", folder.resolve("state-" + name).toString());
    return new Seat(name, role, folder, settings);
  }

  private void startAll() {
    startAndWait(brokers.seats());
    startAndWait(seats(Role.REGISTRY));
    // One service first: it makes the topics, and the others need not race for it.
    startAndWait(List.of(seats(Role.ENGINE).getFirst()));
    startAndWait(seats.stream().filter(seat -> seat.role().isService()).toList());
  }

  private static void startAndWait(List<Seat> started) {
    started.forEach(Seat::start);
    started.forEach(seat -> seat.awaitReady(START_LIMIT));
  }

  /** Brings everybody back but the spares, and waits until all serve. */
  public void heal() {
    seats().forEach(Seat::thaw);
    startAndWait(brokers.seats());
    startAndWait(seats(Role.REGISTRY));
    List<Seat> services = seats.stream().filter(seat -> seat.role().isService()).toList();
    services.forEach(Seat::start);
    services.forEach(seat -> seat.awaitReadyAgain(START_LIMIT));
  }

  /** One more of a kind that scales, an engine or a worker; it runs only when it is started. */
  public Seat spare(Role role) {
    return spares.computeIfAbsent(role, _ -> switch (role) {
      case TELEGRAM -> telegram(SPARE);
      case SMS -> sms(SPARE);
      case ENGINE -> engine(SPARE);
      case BROKER, REGISTRY, INGRESS, WEBHOOKS -> throw new IllegalArgumentException("does not scale here: " + role);
    });
  }

  /** Everybody there is, spares too. */
  public List<Seat> seats() {
    return Stream.concat(seats.stream(), spares.values().stream()).toList();
  }

  public List<Seat> seats(Role... roles) {
    return seats().stream().filter(seat -> Stream.of(roles).anyMatch(role -> role == seat.role())).toList();
  }

  /** Where callers call. */
  public List<URI> urls() {
    return List.copyOf(urls);
  }

  public Simulators simulators() {
    return simulators;
  }

  public String bootstrapServers() {
    return brokers.bootstrapServers();
  }

  public String registryUrl() {
    return registryUrl;
  }

  public Keys keys() {
    return keys;
  }

  public Path folder() {
    return folder;
  }

  /** Stops the services cleanly and lets the brokers run. */
  public void stopServices() {
    stop(seats().stream().filter(seat -> seat.role().isService()).toList());
  }

  @Override public void close() {
    stopServices();
    stop(seats(Role.REGISTRY));
    stop(brokers.seats());
    simulators.close();
  }

  private static void stop(List<Seat> stopped) {
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      stopped.forEach(seat -> all.execute(seat::stop));
    }
  }
}
