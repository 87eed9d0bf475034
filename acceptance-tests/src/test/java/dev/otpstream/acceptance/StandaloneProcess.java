package dev.otpstream.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code otp up} as a process, with its data in a folder that outlives it. */
final class StandaloneProcess implements AutoCloseable {
  static final String ADMIN_TOKEN = "admin-token-of-the-acceptance-tests";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final JavaProcess process;
  private final URI url;
  private final int opsPort;
  private final int simulatorsPort;
  private final int kafkaPort;
  private final int registryPort;

  private StandaloneProcess(JavaProcess process, URI url, Map<String, String> settings) {
    this.process = process;
    this.url = url;
    this.opsPort = Integer.parseInt(settings.get("OTP_OPS_PORT"));
    this.simulatorsPort = Integer.parseInt(settings.get("OTP_SIMULATORS_PORT"));
    this.kafkaPort = Integer.parseInt(settings.get("OTP_KAFKA_PORT"));
    this.registryPort = Integer.parseInt(settings.get("OTP_REGISTRY_PORT"));
  }

  static StandaloneProcess up(Path data, Path log) {
    return up(data, log, Map.of(), _ -> {});
  }

  /**
   * Started with further settings.
   *
   * @param starting told where its health is to be asked, while it starts
   */
  static StandaloneProcess up(Path data, Path log, Map<String, String> further, Consumer<URI> starting) {
    Map<String, String> settings = new HashMap<>(Map.of("OTP_DATA_DIR", data.toString(), "OTP_HTTP_PORT",
        Integer.toString(FreePorts.next()), "OTP_KAFKA_PORT", Integer.toString(FreePorts.next()),
        "OTP_REGISTRY_PORT", Integer.toString(FreePorts.next()), "OTP_OPS_PORT",
        Integer.toString(FreePorts.next()),
        "OTP_SIMULATORS_PORT", Integer.toString(FreePorts.next()), "OTP_ADMIN_TOKEN", ADMIN_TOKEN,
        "WEBHOOK_ALLOW_PRIVATE", "true"));
    settings.putAll(further);
    JavaProcess process = JavaProcess.start("dev.otpstream.standalone.Otp", settings, log, "up");
    try {
      URI health = URI.create("http://127.0.0.1:" + settings.get("OTP_OPS_PORT") + "/healthz");
      process.awaitOk(health);
      starting.accept(health);
      String ready = process.awaitLine("otpstream ready http://127.0.0.1:");
      return new StandaloneProcess(process, URI.create(ready.substring(ready.indexOf("http"))), settings);
    } catch (RuntimeException e) {
      process.kill(); // nobody else knows of it
      throw e;
    }
  }

  URI url() {
    return url;
  }

  String bootstrapServers() {
    return "127.0.0.1:" + kafkaPort;
  }

  String registryUrl() {
    return "http://127.0.0.1:" + registryPort;
  }

  URI metrics() {
    return URI.create("http://127.0.0.1:" + opsPort + "/metrics");
  }

  /** Where the simulators take orders. */
  URI simulators() {
    return URI.create("http://127.0.0.1:" + simulatorsPort);
  }

  /** Where the simulators show what a phone received. */
  URI phone(String number) {
    return URI.create("http://127.0.0.1:" + simulatorsPort + "/phones/" + number.replace("+", "") + "/messages");
  }

  /** What an operator reads on a path of the health port. */
  String get(String path) {
    return get(metrics().resolve(path));
  }

  static String get(URI url) {
    try {
      return HTTP.send(HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The code of the last message on a phone; waits for it. */
  String awaitCode(String number) {
    return await("a message on " + number).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
        .until(() -> {
          JsonNode answer = JSON.readTree(get(phone(number)));
          JsonNode messages = answer.isArray() ? answer : answer.path("messages");
          return messages.path(messages.size() - 1).path("code").asText();
        }, code -> !code.isEmpty());
  }

  void kill() {
    process.kill();
  }

  @Override public void close() {
    process.close();
  }
}
