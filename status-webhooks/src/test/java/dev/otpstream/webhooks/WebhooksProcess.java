package dev.otpstream.webhooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The service as it is run: a JVM of its own, set by its environment, which can be killed. */
final class WebhooksProcess implements AutoCloseable {
  private final Process process;

  WebhooksProcess(Map<String, String> environment) {
    var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
        System.getProperty("java.class.path"), Main.class.getName());
    builder.environment().putAll(environment);
    try {
      process = builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9} does. */
  @Override public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) throw new AssertionError("the service does not die");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
