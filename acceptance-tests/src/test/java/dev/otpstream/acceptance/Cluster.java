package dev.otpstream.acceptance;

import dev.otpstream.embedded.FreePorts;
import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * The platform as separate processes on a real broker, with an independent schema registry and simulated providers: what
 * an operator would run, on loopback.
 */
final class Cluster implements AutoCloseable {
  static final String ADMIN_TOKEN = "admin-token-of-the-acceptance-tests";
  static final String SECOND_INGRESS = "api-ingress-2";
  private static final Map<String, String> MAINS = new LinkedHashMap<>();

  static {
    MAINS.put("otp-engine", "dev.otpstream.engine.Main");
    MAINS.put("api-ingress", "dev.otpstream.ingress.Main");
    MAINS.put("channel-telegram", "dev.otpstream.channel.telegram.Main");
    MAINS.put("channel-max", "dev.otpstream.channel.max.Main");
    MAINS.put("channel-sms", "dev.otpstream.channel.sms.Main");
    MAINS.put("status-webhooks", "dev.otpstream.webhooks.Main");
    MAINS.put(SECOND_INGRESS, "dev.otpstream.ingress.Main");
  }

  private record Running(JavaProcess process, int opsPort) {}

  private final Map<String, Running> running = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private final TestKafka kafka = TestKafka.start();
  private final Simulators simulators = Simulators.start(SimulatorsConfig.defaults());
  private final int httpPort = FreePorts.next();
  private final int secondHttpPort = FreePorts.next();
  private final Path folder;
  private final JavaProcess registry;
  private final String registryUrl;

  Cluster(Path folder) {
    this(folder, 3);
  }

  Cluster(Path folder, int partitions) {
    this.folder = folder;
    int registryPort = FreePorts.next();
    registry = Apicurio.start(registryPort, folder.resolve("registry.log"));
    registryUrl = Apicurio.url(registryPort);
    Path keys = folder.resolve("keys.json");
    KeyFile.loadOrCreate(keys);
    settings.putAll(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "SCHEMA_REGISTRY_URL", registryUrl,
        "OTP_SEALING_KEYS", keys.toString(), "OTP_REPLICATION_FACTOR", "1", "OTP_PARTITIONS",
        Integer.toString(partitions), "OTP_HTTP_PORT",
        Integer.toString(httpPort), "OTP_BIND_ADDRESS", "127.0.0.1", "OTP_ADMIN_TOKEN", ADMIN_TOKEN,
        "WEBHOOK_ALLOW_PRIVATE", "true"));
    settings.putAll(Map.of("TELEGRAM_GATEWAY_URL", simulators.telegramGatewayUrl().toString(), "TELEGRAM_GATEWAY_TOKEN",
        simulators.telegramGatewayToken(), "SMPP_HOST", simulators.smppHost(), "SMPP_PORT",
        Integer.toString(simulators.smppPort()), "SMPP_SYSTEM_ID", simulators.smppSystemId(), "SMPP_PASSWORD",
        simulators.smppPassword(), "SMPP_SOURCE_ADDR", "otpstream"));
    settings.putAll(Map.of("MAX_API_URL", simulators.maxUrl().toString(), "MAX_BOT_TOKEN", simulators.maxToken(),
        "MAX_BOT_NAME", simulators.maxBotName()));
    services().forEach(this::start);
    services().forEach(this::awaitReady);
  }

  /** Starts one service; its state folder and its name are the ones it had before. */
  void start(String service) {
    start(service, service);
  }

  /** Starts one more process of a service, under a name of its own. */
  void start(String service, String name) {
    start(service, name, Map.of());
  }

  /** Starts one more process of a service that nobody will restart: without a lasting name it leaves its group when it stops. */
  void startForAWhile(String service, String name) {
    start(service, name, Map.of("OTP_INSTANCE_ID", ""));
  }

  private void start(String service, String name, Map<String, String> more) {
    int opsPort = FreePorts.next();
    var environment = new HashMap<>(settings);
    environment.put("OTP_OPS_PORT", Integer.toString(opsPort));
    if (service.equals(SECOND_INGRESS)) environment.put("OTP_HTTP_PORT", Integer.toString(secondHttpPort));
    environment.put("OTP_INSTANCE_ID", name + "-1");
    environment.put("OTP_STATE_DIR", folder.resolve("state-" + name).toString());
    environment.putAll(more);
    running.put(name, new Running(JavaProcess.start(MAINS.get(service), environment, log(name)), opsPort));
  }

  void awaitReady(String service) {
    running.get(service).process().awaitOk(ops(service, "/readyz"));
  }

  void kill(String service) {
    running.get(service).process().kill();
  }

  /** What an operator does for an upgrade: SIGTERM, and start again. */
  void restart(String service) {
    running.get(service).process().close();
    start(service);
    awaitReady(service);
  }

  /** Starts a service again that ends itself at a named place in its code. */
  void restartToCrash(String service, CrashPoint point) {
    running.get(service).process().close();
    start(service, service, Map.of("OTP_CRASH_AT", point.word()));
  }

  /** Waits until it has, and starts it again as it was. */
  void awaitCrashAndRestart(String service) {
    running.get(service).process().awaitCrash();
    start(service);
    awaitReady(service);
  }

  /** SIGTERM, and nobody starts it again. */
  void stop(String service) {
    running.get(service).process().close();
  }

  /** kill -9, and the supervisor starts it again. */
  void killAndRestart(String service) {
    kill(service);
    start(service);
    awaitReady(service);
  }

  URI ops(String service, String path) {
    return URI.create("http://127.0.0.1:" + running.get(service).opsPort() + path);
  }

  /** One process of each service; a second ingress is started only where it is asked for. */
  List<String> services() {
    return MAINS.keySet().stream().filter(service -> !service.equals(SECOND_INGRESS)).toList();
  }

  Path log(String service) {
    return folder.resolve(service + ".log");
  }

  /** Where the second ingress listens. */
  URI secondUrl() {
    return URI.create("http://127.0.0.1:" + secondHttpPort);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  Simulators simulators() {
    return simulators;
  }

  /** How many members of a consumer group have partitions of their own. */
  long membersAtWork(String group) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get(30, TimeUnit.SECONDS)
          .members().stream().filter(member -> !member.assignment().topicPartitions().isEmpty()).count();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the group is not described", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Evidence evidence() {
    return new Evidence(kafka.bootstrapServers(), registryUrl);
  }

  @Override public void close() {
    running.values().forEach(service -> service.process().close());
    registry.kill();
    simulators.close();
    kafka.close();
  }
}
