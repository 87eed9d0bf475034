package dev.otpstream.channel.sms;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An SMS centre in a process of its own, built on the npm package smpp. */
final class NodeCentre implements AutoCloseable {
  static final String PASSWORD = "longer than eight";
  private static final Path SOURCES = Path.of("src/test/node");
  private static final Path FOLDER = Path.of("target/node");
  private static final ObjectMapper JSON = new ObjectMapper();
  private final List<JsonNode> told = new CopyOnWriteArrayList<>();
  private final Process process;

  /** @param port 0 for any */
  NodeCentre(int port) throws IOException {
    process = new ProcessBuilder("node", "centre.js", String.valueOf(port), PASSWORD).directory(FOLDER.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread.ofVirtual().start(this::listen);
    await().until(() -> told.stream().anyMatch(line -> line.has("port")));
  }

  /** Installs what the centre needs, once a build; skips the test where Node.js is absent. */
  static void install() throws IOException, InterruptedException {
    assumeTrue(runs("node") && runs("npm"), "no Node.js here");
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "package-lock.json", "centre.js"))
      Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    if (Files.exists(FOLDER.resolve("node_modules/smpp/package.json"))) return;
    Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund").directory(FOLDER.toFile())
        .redirectErrorStream(true).redirectOutput(FOLDER.resolve("npm.log").toFile()).start();
    if (!npm.waitFor(2, TimeUnit.MINUTES)) npm.destroyForcibly();
    if (npm.waitFor() != 0) throw new IOException("npm ci failed: " + Files.readString(FOLDER.resolve("npm.log")));
  }

  int port() {
    return told.stream().filter(line -> line.has("port")).findFirst().orElseThrow().get("port").asInt();
  }

  /** Waits until it told of so many submits. */
  List<JsonNode> submits(int count) {
    return told("to", count);
  }

  List<JsonNode> binds(int count) {
    return told("bind", count);
  }

  /** Waits until it told of so many answers to receipts. */
  List<JsonNode> receipts(int count) {
    return told("receipt", count);
  }

  /** What it tells comes another way than its answers, so perhaps later. */
  private List<JsonNode> told(String what, int count) {
    return await().until(() -> told.stream().filter(line -> line.has(what)).toList(), found -> found.size() == count);
  }

  @Override public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine())
        told.add(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      // it was stopped
    }
  }

  private static boolean runs(String program) {
    return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
