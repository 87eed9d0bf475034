package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.embedded.FreePorts;
import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.schemas.sealing.KeyFile;
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
import java.util.Map;

/**
 * Our services of a compose file as processes of this machine: the very same commands, environment, secrets and health
 * checks, with the image's entry point. What is different, because there are no containers: host names are the loopback
 * address, ports are free ones, Kafka is one broker of the tests instead of three, and the registry is that broker's.
 */
final class LocalCompose implements AutoCloseable {
  private static final List<String> SERVICES = List.of("simulators", "otp-engine", "api-ingress", "channel-telegram",
      "channel-max", "channel-sms", "status-webhooks");
  private static final Path IMAGE = ComposeFile.ROOT.resolve("ops/docker");
  private static final Duration HEALTHY_TIMEOUT = Duration.ofMinutes(3);

  private final ComposeFile file;
  private final Path folder;
  private final TestKafka kafka = TestKafka.start();
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, JavaProcess> running = new LinkedHashMap<>();

  LocalCompose(ComposeFile file, Path folder) {
    this.file = file;
    this.folder = folder;
    KeyFile.loadOrCreate(folder.resolve("secrets/sealing-keys.json"));
    run(List.of(IMAGE.resolve("secrets").toString()), Map.of("OTP_SECRETS", folder.resolve("secrets").toString()));
  }

  /** Starts all services and waits until their own health checks hold. */
  void up() {
    SERVICES.forEach(service -> running.put(service, start(service)));
    for (String service : SERVICES) {
      List<String> check = file.healthCheck(service).stream().map(this::here).toList();
      JavaProcess process = running.get(service);
      await(service + " is healthy").atMost(HEALTHY_TIMEOUT).pollInterval(Duration.ofMillis(200))
          .untilAsserted(() -> {
            process.failIfEnded();
            assertThat(run(check, environment(service))).as(process::output).isZero();
          });
    }
  }

  /** SIGTERM to all, and what they ended with. */
  Map<String, Integer> stopAll() {
    var codes = new LinkedHashMap<String, Integer>();
    running.forEach((service, process) -> {
      process.close();
      codes.put(service, process.exitValue());
    });
    return codes;
  }

  URI url(String service, String port) {
    return URI.create("http://127.0.0.1:" + localPort(service, port));
  }

  Path secret(String name) {
    return folder.resolve("secrets").resolve(name);
  }

  private JavaProcess start(String service) {
    var command = new ArrayList<>(List.of("-Dlogback.configurationFile=logback.xml"));
    command.addAll(entryPoint());
    command.addAll(file.command(service));
    return JavaProcess.start(command, environment(service), log(service));
  }

  private Path log(String service) {
    return folder.resolve(service + ".log");
  }

  private Map<String, String> environment(String service) {
    // What the image sets, and what keeps a test on this machine.
    var environment = new LinkedHashMap<>(Map.of("OTP_STATE_DIR", folder.resolve("state-" + service).toString(),
        "OTP_OPS_PORT", "9100", "OTP_BIND_ADDRESS", "0.0.0.0"));
    environment.putAll(file.environment(service));
    environment.replaceAll((name, value) -> name.endsWith("PORT")
        ? Integer.toString(localPort(service, value))
        : here(value));
    environment.replace("OTP_REPLICATION_FACTOR", "1");
    return environment;
  }

  private String here(String value) {
    String here = value.replace("kafka-1:9092,kafka-2:9092,kafka-3:9092", kafka.bootstrapServers())
        .replace("http://registry:8080/apis/ccompat/v7", kafka.registryUrl())
        .replace("/run/secrets/sealing-keys", secret("sealing-keys.json").toString())
        .replace("/run/secrets", folder.resolve("secrets").toString()).replace("/opt/otpstream", IMAGE.toString())
        .replace("0.0.0.0", "127.0.0.1");
    for (String host : SERVICES)
      here = here.equals(host) ? "127.0.0.1" : withLocalPorts(here, host + ":");
    return withLocalPorts(here, "/dev/tcp/127.0.0.1/");
  }

  private String withLocalPorts(String text, String before) {
    int at = text.indexOf(before);
    if (at < 0) return text;
    String port = text.substring(at + before.length()).replaceFirst("\\D.*", "");
    String local = before.startsWith("/") ? before : "127.0.0.1:";
    return text.substring(0, at) + local + localPort("", port) + text.substring(at + before.length() + port.length());
  }

  /** The health port is each service's own, all others are used by one service only. */
  private int localPort(String service, String port) {
    String owner = port.equals("9100") ? service : "";
    return ports.computeIfAbsent(owner + ":" + port, _ -> FreePorts.next());
  }

  /** The Dockerfile's, with the files and the class path that are here; there is no AOT cache. */
  private static List<String> entryPoint() {
    try {
      String line = Files.readAllLines(ComposeFile.ROOT.resolve("Dockerfile")).stream()
          .filter(text -> text.startsWith("ENTRYPOINT ")).findFirst().orElseThrow();
      var words = new ArrayList<String>();
      for (var word : new ObjectMapper().readTree(line.substring("ENTRYPOINT ".length()))) {
        switch (word.asText()) {
          case "java" -> {
            // that of this machine
          }
          case "@/opt/otpstream/java.classpath" -> words.addAll(List.of("-cp", System.getProperty("java.class.path")));
          case String option when option.startsWith("-XX:AOTCache=") -> {
            // made when the image is
          }
          case String other -> words.add(other.replace("/opt/otpstream", IMAGE.toString()));
        }
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(List<String> command, Map<String, String> environment) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(environment);
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override public void close() {
    running.values().forEach(JavaProcess::close);
    kafka.close();
  }
}
