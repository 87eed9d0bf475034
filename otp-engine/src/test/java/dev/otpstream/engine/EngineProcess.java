package dev.otpstream.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The engine's {@link Main} in a JVM of its own, which can be killed. */
final class EngineProcess implements AutoCloseable {
  private static final long TIMEOUT_S = 60;
  private final ProcessBuilder command;
  private Process process;

  EngineProcess(Map<String, String> settings) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    command = new ProcessBuilder(java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
        "-cp", System.getProperty("java.class.path"), Main.class.getName()).redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD);
    command.environment().putAll(settings);
    start();
  }

  void start() {
    try {
      process = command.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** As {@code kill} does; gives the exit status. */
  int stop() {
    process.destroy();
    return awaitExit();
  }

  private int awaitExit() {
    try {
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) throw new AssertionError("the engine's process does not end");
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override public void close() {
    kill();
  }
}
