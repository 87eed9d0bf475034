package dev.otpstream.chaos.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs one main; its output is appended to a file. */
final class JvmProcess {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
  private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);
  private final Process process;

  private JvmProcess(Process process) {
    this.process = process;
  }

  static JvmProcess start(String classPath, Role role, Map<String, String> environment, Path log) {
    var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + role.heapMib() + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-Dlogback.configurationFile=logback.xml", "-cp", classPath, role.mainClass());
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // Settings of the machine must lead nobody to other brokers or to real providers.
    builder.environment().keySet().removeIf(JvmProcess::isSetting);
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().putAll(environment);
    try {
      return new JvmProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSetting(String variable) {
    return variable.matches("(OTP|KAFKA|SCHEMA_REGISTRY|TELEGRAM|MAX|SMPP|SMS|KALEYRA|WEBHOOK)_.*");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Of a process that has ended. */
  int exitStatus() {
    return process.exitValue();
  }

  /** kill -9, also of a frozen process. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGSTOP: it does nothing at all, and does not know it. */
  void freeze() {
    signal("STOP");
  }

  /** SIGQUIT: what its threads do comes to its output. */
  void tellThreads() {
    signal("QUIT");
  }

  /** SIGCONT. */
  void thaw() {
    signal("CONT");
  }

  /** SIGTERM, and the end of it; kill -9 if it does not end. Whether it ended by itself. */
  boolean stop() {
    process.destroy();
    try {
      if (process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    kill();
    return false;
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (!kill.waitFor(SIGNAL_LIMIT.toSeconds(), TimeUnit.SECONDS)) kill.destroyForcibly();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() {
    try {
      process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
