package dev.otpstream.benchmarks.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The whole platform as a process of its own, with the settings that {@code ./otp up} has; only ports and data folder
 * differ. Closing it ends the process and removes its data.
 */
public final class OwnPlatform implements Platform {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final String READY = "otpstream ready ";
  private static final String HOST = "127.0.0.1";
  private static final String HEAP_DEFAULT = "320m";
  private static final int TOKEN_BYTES = 24;
  private static final List<String> ELSEWHERE = List.of("TELEGRAM_", "MAX_", "SMS_", "SMPP_", "KALEYRA_", "KAFKA_",
      "SCHEMA_REGISTRY_", "OTP_SEALING_KEYS", "OTP_STATE_DIR", "OTP_BIND_ADDRESS");
  private static final long LOG_TAIL_LINES = 12;

  private final Path folder;
  private final Process process;
  private final String adminToken;
  private final Map<String, Integer> ports;
  private final CompletableFuture<URI> ready = new CompletableFuture<>();
  private boolean closed;

  private OwnPlatform(Path folder, Process process, String adminToken, Map<String, Integer> ports) {
    this.folder = folder;
    this.process = process;
    this.adminToken = adminToken;
    this.ports = ports;
  }

  /**
   * Starts the platform of the checkout we run from and returns when it can serve.
   *
   * @throws NotBuilt              if it is not built
   * @throws IllegalStateException if it does not serve in time
   */
  public static OwnPlatform start() {
    Checkout checkout = Checkout.find();
    Path jars = checkout.platformJars();
    try {
      Files.createDirectories(checkout.scratch());
      Path folder = Files.createTempDirectory(checkout.scratch(), "platform-");
      OwnPlatform platform = launch(folder, command(jars, checkout.classArchive()));
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "stop-platform"));
      platform.awaitReady();
      return platform;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the platform", e);
    }
  }

  private static List<String> command(Path jars, Path classArchive) {
    String heap = Optional.ofNullable(System.getenv("OTP_HEAP")).orElse(HEAP_DEFAULT);
    return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap,
        "-XX:+UseSerialGC", "-XX:TrimNativeHeapInterval=10000", "--enable-native-access=ALL-UNNAMED",
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + classArchive, "-Xlog:cds=off", "-Xlog:aot=off", "-cp", jars + "/*",
        "dev.otpstream.standalone.Otp", "up");
  }

  private static OwnPlatform launch(Path folder, List<String> command) throws IOException {
    List<Integer> free = Ports.free(5);
    Map<String, Integer> ports = Map.of("OTP_HTTP_PORT", free.get(0), "OTP_KAFKA_PORT", free.get(1),
        "OTP_REGISTRY_PORT", free.get(2), "OTP_OPS_PORT", free.get(3), "OTP_SIMULATORS_PORT", free.get(4));
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    var builder = new ProcessBuilder(command).redirectError(folder.resolve("log").toFile());
    builder.environment().keySet().removeIf(OwnPlatform::leadsElsewhere);
    ports.forEach((name, port) -> builder.environment().put(name, port.toString()));
    builder.environment().put("OTP_ADMIN_TOKEN", token);
    builder.environment().put("OTP_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("WEBHOOK_ALLOW_PRIVATE", "true");
    return new OwnPlatform(folder, builder.start(), token, ports);
  }

  /** Settings that would lead a load to real providers, real brokers or real data. The others may tune what is loaded. */
  static boolean leadsElsewhere(String variable) {
    return ELSEWHERE.stream().anyMatch(variable::startsWith);
  }

  private void awaitReady() {
    Thread.ofVirtual().name("platform-output").start(this::readOutput);
    try {
      var _ = ready.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      String tail = logTail();
      close();
      throw new IllegalStateException("the platform does not start" + tail, e.getCause());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** To the end, so that the process never waits for a reader. */
  private void readOutput() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) ready.complete(URI.create(line.substring(READY.length()).strip()));
      }
      ready.completeExceptionally(new IllegalStateException("it ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private String logTail() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("log"));
      return lines.stream().skip(Math.max(0, lines.size() - LOG_TAIL_LINES))
          .reduce("; its log ends with", (text, line) -> text + "\n  " + line);
    } catch (IOException e) {
      return "";
    }
  }

  @Override public URI url() {
    return ready.join();
  }

  @Override public String adminToken() {
    return adminToken;
  }

  @Override public URI simulators() {
    return at("OTP_SIMULATORS_PORT");
  }

  @Override public Optional<URI> ops() {
    return Optional.of(at("OTP_OPS_PORT"));
  }

  @Override public Optional<String> kafka() {
    return Optional.of(HOST + ":" + ports.get("OTP_KAFKA_PORT"));
  }

  private URI at(String port) {
    return URI.create("http://" + HOST + ":" + ports.get(port));
  }

  @Override public ProcessTree processes() {
    return new ProcessTree(List.of(process.toHandle()));
  }

  @Override public synchronized void close() {
    if (closed) return;
    closed = true;
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    removeFolder();
  }

  private void removeFolder() {
    try {
      Files.walkFileTree(folder, new SimpleFileVisitor<>() {
        @Override public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          Files.deleteIfExists(file);
          return FileVisitResult.CONTINUE;
        }

        @Override public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
          if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
          throw e;
        }

        @Override public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
          Files.deleteIfExists(visited);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      System.err.println("the platform's data could not be removed: " + folder);
    }
  }
}
