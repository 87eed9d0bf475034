package dev.otpstream.acceptance;

import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs one of our mains on the tests' class path; its output goes to a file. */
final class JavaProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static JavaProcess start(String main, Map<String, String> environment, Path log, String... arguments) {
    // The shipped logging, not the tests': what it writes is part of what is checked.
    return start(List.of("-Dlogback.configurationFile=logback.xml", "-cp", System.getProperty("java.class.path"), main),
        environment, log, arguments);
  }

  static JavaProcess startJar(Path jar, Map<String, String> environment, Path log) {
    return start(List.of("-jar", jar.toString()), environment, log);
  }

  /** @param what JVM options, the class and its arguments */
  static JavaProcess start(List<String> what, Map<String, String> environment, Path log, String... arguments) {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(what);
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // Settings of the machine must lead nobody to other brokers or to real providers.
    builder.environment().keySet()
        .removeIf(name -> name.matches("(OTP|OTEL|KAFKA|SCHEMA_REGISTRY|TELEGRAM|MAX|SMPP|SMS|KALEYRA|WEBHOOK)_.*"));
    builder.environment().putAll(environment);
    try {
      return new JavaProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a URL answers 200; fails at once if the process ends before. */
  void awaitOk(URI url) {
    await("200 from " + url + ", see " + log).atMost(START_TIMEOUT).pollInterval(Duration.ofMillis(100)).until(() -> {
      failIfEnded();
      return ok(url);
    });
  }

  /** Throws with the whole output if nothing can be waited for any more. */
  void failIfEnded() {
    if (!process.isAlive()) throw new IllegalStateException("ended early:\n" + output());
  }

  /** Waits for a line of the output that starts so, and gives it. */
  String awaitLine(String start) {
    return await("line '" + start + "' in " + log).atMost(START_TIMEOUT).pollInterval(Duration.ofMillis(50))
        .until(() -> {
          failIfEnded();
          return output().lines().filter(line -> line.startsWith(start)).reduce((_, last) -> last).orElse(null);
        }, line -> line != null);
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, as an operator would. */
  @Override public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }

  int exitValue() {
    return process.exitValue();
  }

  /** Waits until it ends by itself. */
  void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until it ends at its crash point. */
  void awaitCrash() {
    await("the crash point, see " + log).atMost(START_TIMEOUT).until(() -> !process.isAlive());
    if (exitValue() != CrashPoint.EXIT_STATUS) throw new IllegalStateException("ended otherwise:\n" + output());
  }

  private static boolean ok(URI url) {
    try {
      var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).GET().build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
