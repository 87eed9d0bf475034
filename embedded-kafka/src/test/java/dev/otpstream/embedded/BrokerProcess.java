package dev.otpstream.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@link BrokerMain} in a JVM of its own, which can be killed. */
final class BrokerProcess implements AutoCloseable {
  private static final long TIMEOUT_S = 60;

  private final ProcessBuilder command;
  private Process process;
  private CompletableFuture<String> kafka;
  private CompletableFuture<String> registry;

  private BrokerProcess(ProcessBuilder command) {
    this.command = command;
    startAgain();
  }

  /** Returns when its broker serves. */
  static BrokerProcess start(Path folder, Map<String, String> settings) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ProcessBuilder(java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"),
        BrokerMain.class.getName()).redirectError(Redirect.DISCARD);
    command.environment().put("OTP_DATA_DIR", folder.toString());
    command.environment().putAll(settings);
    return new BrokerProcess(command);
  }

  /** The same after its end, with the same settings and folder. */
  void startAgain() {
    kafka = new CompletableFuture<>();
    registry = new CompletableFuture<>();
    try {
      process = command.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(new Listener(process, kafka, registry)::listen);
    bootstrapServers();
  }

  /** Waits until it is said. */
  String bootstrapServers() {
    return NumbersTopic.await(kafka);
  }

  /** Waits until it is said. */
  String registryUrl() {
    return NumbersTopic.await(registry);
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Asks it to stop, as {@code kill} does, and answers its exit status. */
  int stop() {
    process.destroy();
    return awaitExit();
  }

  @Override public void close() {
    kill();
  }

  private int awaitExit() {
    try {
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        throw new AssertionError("the broker's process does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Hears what the process says, until it ends. */
  private record Listener(Process process, CompletableFuture<String> kafka, CompletableFuture<String> registry) {
    void listen() {
      try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          tell(line, "kafka ready ", kafka);
          tell(line, "registry ready ", registry);
        }
      } catch (IOException killed) {
        // said below
      } finally {
        var gone = new AssertionError("the broker's process ended");
        kafka.completeExceptionally(gone);
        registry.completeExceptionally(gone);
      }
    }

    private static void tell(String line, String start, CompletableFuture<String> waiting) {
      if (line.startsWith(start)) {
        waiting.complete(line.substring(start.length()));
      }
    }
  }
}
