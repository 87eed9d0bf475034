package dev.otpstream.standalone;

import dev.otpstream.channel.max.MaxChannel;
import dev.otpstream.channel.sms.SmsChannel;
import dev.otpstream.channel.telegram.TelegramChannel;
import dev.otpstream.embedded.BrokerConfig;
import dev.otpstream.embedded.EmbeddedBroker;
import dev.otpstream.embedded.EmbeddedRegistry;
import dev.otpstream.embedded.RegistryConfig;
import dev.otpstream.engine.OtpEngine;
import dev.otpstream.ingress.Ingress;
import dev.otpstream.ingress.console.DemoPhone;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Health;
import dev.otpstream.kit.OpsServer;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.kit.observe.Tracing;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.webhooks.StatusWebhooks;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole platform in this JVM. What the settings do not name is embedded: the broker, the registry, and simulators in
 * the place of providers. Closing it stops everything in the order a code travels.
 */
public final class Standalone implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);
  /** What the simulated phones remember; it lives in the heap that the services share. */
  private static final int JOURNAL_ENTRIES_MAX = 20_000;
  /** In the order in which they are started. */
  private static final List<String> SERVICES = Part.ALL.stream().map(Part::service).toList();
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(90);

  private final List<AutoCloseable> closing = new ArrayList<>();
  private final List<Service> services = new ArrayList<>();
  private final AdminToken adminToken;
  private Optional<Simulators> simulators = Optional.empty();
  private String bootstrapServers;
  private String registryUrl;
  private Ingress ingress;
  private OpsServer ops;

  private Standalone(AdminToken adminToken) {
    this.adminToken = adminToken;
  }

  /**
   * Starts everything and returns when it can serve.
   *
   * @param given settings; what they leave out gets the default of running alone
   * @throws Env.BadSettings      if a setting is malformed
   * @throws IllegalStateException if something does not start in time
   */
  public static Standalone start(Env given) {
    Path dataDir = given.path("OTP_DATA_DIR", Path.of("data")).toAbsolutePath();
    AdminToken adminToken = AdminToken.from(given, dataDir);
    var standalone = new Standalone(adminToken);
    try {
      standalone.startAll(given, dataDir);
      return standalone;
    } catch (RuntimeException e) {
      standalone.close();
      throw e;
    }
  }

  private void startAll(Env given, Path dataDir) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var simulated = async(threads, () -> startSimulators(given));
      Env env = given.withDefaults(defaults(dataDir));
      startKafka(env, dataDir);
      var settings = new HashMap<>(simulated.join());
      settings.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
      settings.put("SCHEMA_REGISTRY_URL", registryUrl);
      settings.put("OTP_ADMIN_TOKEN", adminToken.value().reveal());
      Env complete = env.withDefaults(settings);
      Platform platform = Platform.from(complete);
      closing.add(Tracing.start(complete, "otpstream"));
      complete.failOnProblems();
      var health = new Health(platform, SERVICES);
      ops = new OpsServer(complete.string("OTP_BIND_ADDRESS", "127.0.0.1"),
          complete.integer("OTP_OPS_PORT", 0, 0, 65535), health, platform.meters());
      closing.add(ops);
      platform.ensureTopics();
      startServices(threads, complete, platform, health);
    }
    awaitReady();
  }

  private void startKafka(Env env, Path dataDir) {
    Optional<String> brokers = env.find("KAFKA_BOOTSTRAP_SERVERS");
    if (brokers.isPresent()) {
      bootstrapServers = brokers.get();
    } else {
      int port = env.integer("OTP_KAFKA_PORT", 9092, 0, 65535);
      EmbeddedBroker broker = EmbeddedBroker.start(BrokerConfig.in(dataDir.resolve("kafka")).withPort(port));
      closing.add(broker);
      bootstrapServers = broker.bootstrapServers();
    }
    Optional<String> registry = env.find("SCHEMA_REGISTRY_URL");
    if (registry.isPresent()) {
      registryUrl = registry.get();
      return;
    }
    int port = env.integer("OTP_REGISTRY_PORT", 8081, 0, 65535);
    EmbeddedRegistry embedded = EmbeddedRegistry.start(RegistryConfig.on(bootstrapServers).withPort(port));
    closing.add(embedded);
    registryUrl = embedded.url();
  }

  /** Simulators for the providers that the settings do not name, and the settings that lead to them. */
  private Map<String, String> startSimulators(Env env) {
    boolean telegram = env.find("TELEGRAM_GATEWAY_TOKEN").isEmpty();
    boolean telegramBot = env.find("TELEGRAM_BOT_TOKEN").isEmpty();
    List<String> sms = SmsChannel.providers(env);
    boolean smpp = env.find("SMPP_HOST").isEmpty() && sms.contains("smpp");
    boolean kaleyra = env.find("KALEYRA_API_KEY").isEmpty() && sms.contains("kaleyra");
    boolean max = env.find("MAX_BOT_TOKEN").isEmpty();
    if (!telegram && !telegramBot && !smpp && !kaleyra && !max) return Map.of();
    Simulators started = Simulators.start(
        SimulatorsConfig.defaults().withControlPort(env.integer("OTP_SIMULATORS_PORT", 0, 0, 65535))
            .withEntriesMax(JOURNAL_ENTRIES_MAX));
    simulators = Optional.of(started);
    var settings = new HashMap<String, String>();
    if (telegram) {
      settings.put("TELEGRAM_GATEWAY_URL", started.telegramGatewayUrl().toString());
      settings.put("TELEGRAM_GATEWAY_TOKEN", started.telegramGatewayToken());
    }
    if (telegramBot) {
      settings.put("TELEGRAM_BOT_API_URL", started.telegramBotUrl().toString());
      settings.put("TELEGRAM_BOT_TOKEN", started.telegramBotToken());
      settings.put("TELEGRAM_BOT_NAME", started.telegramBotName());
    }
    if (max) {
      settings.put("MAX_API_URL", started.maxUrl().toString());
      settings.put("MAX_BOT_TOKEN", started.maxToken());
      settings.put("MAX_BOT_NAME", started.maxBotName());
    }
    if (smpp) {
      settings.put("SMPP_HOST", started.smppHost());
      settings.put("SMPP_PORT", Integer.toString(started.smppPort()));
      settings.put("SMPP_SYSTEM_ID", started.smppSystemId());
      settings.put("SMPP_PASSWORD", started.smppPassword());
      settings.put("SMPP_SOURCE_ADDR", "otpstream");
    }
    if (kaleyra) {
      settings.put("KALEYRA_URL", started.kaleyraUrl().toString());
      settings.put("KALEYRA_SID", started.kaleyraSid());
      settings.put("KALEYRA_API_KEY", started.kaleyraApiKey());
    }
    return settings;
  }

  private void startServices(Executor threads, Env env, Platform platform, Health health) {
    Optional<DemoPhone> phone = simulators.map(SimulatedPhone::new);
    var front = async(threads, () -> Ingress.start(env.copy(), platform, phone));
    var all = List.<CompletableFuture<? extends Service>>of(front,
        async(threads, () -> OtpEngine.start(env.copy(), platform)),
        async(threads, () -> TelegramChannel.start(env.copy(), platform)),
        async(threads, () -> MaxChannel.start(env.copy(), platform)),
        async(threads, () -> SmsChannel.start(env.copy(), platform)),
        async(threads, () -> StatusWebhooks.start(env.copy(), platform)));
    var problems = new ArrayList<Throwable>();
    for (int i = 0; i < SERVICES.size(); i++) {
      try {
        Service started = all.get(i).join();
        services.add(started);
        health.started(SERVICES.get(i), started);
      } catch (CompletionException e) {
        problems.add(e.getCause());
      }
    }
    if (!problems.isEmpty()) throw new IllegalStateException("a service does not start", problems.getFirst());
    ingress = front.join();
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
    while (true) {
      List<String> waiting = services.stream().filter(service -> !service.readiness().ready())
          .map(service -> service.name() + ": " + service.readiness().detail()).toList();
      if (waiting.isEmpty()) return;
      if (System.nanoTime() > deadline)
        throw new IllegalStateException("not ready in " + READY_TIMEOUT + ": " + String.join("; ", waiting));
      Pause.briefly();
    }
  }

  /** Where callers reach the API. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + ingress.port());
  }

  /** Where operators have their page. */
  public URI consoleUrl() {
    return url().resolve("/console");
  }

  /** Where operators reach health and metrics. */
  public URI opsUrl() {
    return URI.create("http://127.0.0.1:" + ops.port());
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  public String registryUrl() {
    return registryUrl;
  }

  public AdminToken adminToken() {
    return adminToken;
  }

  /** The simulators that stand in for providers; empty if all providers are real. */
  public Optional<Simulators> simulators() {
    return simulators;
  }

  @Override public void close() {
    for (Service service : services)
      close(service.name(), service); // callers first, then down the stream
    simulators.ifPresent(running -> close("simulators", running));
    for (AutoCloseable part : closing.reversed())
      close(part.getClass().getSimpleName(), part);
    services.clear();
    closing.clear();
  }

  private static void close(String name, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.atWarn().setCause(e).addKeyValue("part", name).log("did not stop cleanly");
    }
  }

  private static Map<String, String> defaults(Path dataDir) {
    Path keys = dataDir.resolve("sealing-keys.json");
    KeyFile.loadOrCreate(keys);
    return Map.of("OTP_SEALING_KEYS", keys.toString(), "OTP_STATE_DIR", dataDir.resolve("state").toString(),
        "OTP_REPLICATION_FACTOR", "1", "OTP_INSTANCE_ID", "standalone", "OTP_BIND_ADDRESS", "127.0.0.1");
  }

  private static <T> CompletableFuture<T> async(Executor threads, Callable<T> start) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return start.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    }, threads);
  }

  @Override public String toString() {
    return services.stream().map(Service::name).collect(Collectors.joining(", ", "Standalone[", "]"));
  }
}
