package dev.otpstream.chaos.processes;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One place in the platform: a name, settings, ports and folders that stay, and the process that sits there, or none.
 * Thread-safe.
 */
public final class Seat {
  private static final String CRASH_SETTING = "OTP_CRASH_AT";
  /** A dump of all threads is long. */
  private static final int LAST_WORDS_MAX = 100_000;
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final String name;
  private final Role role;
  private final Path folder;
  private final Map<String, String> settings;
  private volatile String classPath;
  private JvmProcess process;
  private long logBefore;
  private volatile boolean frozen;
  private volatile boolean wanted;
  private volatile String armed = "";

  Seat(String name, Role role, Path folder, Map<String, String> settings) {
    this.name = name;
    this.role = role;
    this.folder = folder;
    this.settings = new ConcurrentHashMap<>(settings);
    this.classPath = System.getProperty("java.class.path");
  }

  public String name() {
    return name;
  }

  public Role role() {
    return role;
  }

  public Path log() {
    return folder.resolve(name + ".log");
  }

  /** Where it keeps what it can rebuild. */
  public Path stateFolder() {
    return folder.resolve("state-" + name);
  }

  /** Changes a setting, for the next start; null takes it away. */
  public void set(String variable, String value) {
    if (value == null) settings.remove(variable);
    else
      settings.put(variable, value);
  }

  /** Which build the next start runs. */
  public void runs(String otherClassPath) {
    classPath = otherClassPath;
  }

  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  public boolean isFrozen() {
    return frozen;
  }

  /** The next process ends itself at this place in the code; those after it do not. */
  public void crashesAt(String place) {
    settings.put(CRASH_SETTING, place);
  }

  /** Starts a process, if none sits here. */
  public synchronized void start() {
    wanted = true;
    if (isRunning()) return;
    logBefore = log().toFile().length();
    process = JvmProcess.start(classPath, role, settings, log());
    armed = Objects.requireNonNullElse(settings.remove(CRASH_SETTING), "");
    frozen = false;
  }

  /** If a process should sit here but ended by itself: how. */
  public synchronized Optional<Ended> missed() {
    return wanted && process != null && !process.isAlive()
        ? Optional.of(new Ended(process.exitStatus(), armed))
        : Optional.empty();
  }

  /** With what a process ended, and at which place in the code if it was told to. */
  public record Ended(int status, String armed) {}

  /** kill -9. */
  public synchronized void kill() {
    wanted = false;
    if (process != null) process.kill();
    frozen = false;
  }

  public synchronized void freeze() {
    if (!isRunning()) return;
    process.freeze();
    frozen = true;
  }

  public synchronized void thaw() {
    if (process != null && frozen) process.thaw();
    frozen = false;
  }

  /** As an operator would. Whether it ended in time. */
  public synchronized boolean stop() {
    wanted = false;
    thaw();
    return process == null || process.stop();
  }

  /** @throws IllegalStateException with the end of its output, if it does not serve in time */
  public void awaitReady(Duration limit) {
    if (Wait.until(limit, () -> isReady() || !isRunning()) && isRunning()) return;
    failUnready();
  }

  /** The same, where whoever ends is started again: an armed crash point may be reached only now. */
  public void awaitReadyAgain(Duration limit) {
    if (!Wait.until(limit, this::isReady)) failUnready();
  }

  private void failUnready() {
    if (isRunning()) {
      process.tellThreads();
      Wait.pause(Duration.ofSeconds(1));
    }
    throw new IllegalStateException(name + " does not serve; its output ends with:\n" + output(LAST_WORDS_MAX));
  }

  public boolean isReady() {
    if (!isRunning() || frozen) return false;
    return role.isService() ? answers() : output(Integer.MAX_VALUE).contains(" ready ");
  }

  private boolean answers() {
    URI url = URI.create("http://127.0.0.1:" + settings.get("OTP_OPS_PORT") + "/readyz");
    try {
      var request = HttpRequest.newBuilder(url).timeout(PROBE_LIMIT).GET().build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The end of what it said since it was started. */
  private synchronized String output(int bytesMax) {
    try (var file = new RandomAccessFile(log().toFile(), "r")) {
      long from = Math.max(logBefore, file.length() - bytesMax);
      file.seek(from);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override public String toString() {
    return name;
  }
}
