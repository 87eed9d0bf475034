package dev.otpstream.acceptance;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code otp up} as a process, with its data in a folder that outlives it. */
final class StandaloneProcess implements AutoCloseable {
  static final String ADMIN_TOKEN = "admin-token-of-the-acceptance-tests";
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
    Map<String, String> settings = new HashMap<>(Map.of("OTP_DATA_DIR", data.toString(), "OTP_HTTP_PORT",
        Integer.toString(JavaProcess.freePort()), "OTP_KAFKA_PORT", Integer.toString(JavaProcess.freePort()),
        "OTP_REGISTRY_PORT", Integer.toString(JavaProcess.freePort()), "OTP_OPS_PORT",
        Integer.toString(JavaProcess.freePort()),
        "OTP_SIMULATORS_PORT", Integer.toString(JavaProcess.freePort()), "OTP_ADMIN_TOKEN", ADMIN_TOKEN,
        "WEBHOOK_ALLOW_PRIVATE", "true"));
    JavaProcess process = JavaProcess.start("dev.otpstream.standalone.Otp", settings, log, "up");
    String ready = process.awaitLine("otpstream ready http://127.0.0.1:");
    return new StandaloneProcess(process, URI.create(ready.substring(ready.indexOf("http"))), settings);
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

  void kill() {
    process.kill();
  }

  @Override public void close() {
    process.close();
  }
}
