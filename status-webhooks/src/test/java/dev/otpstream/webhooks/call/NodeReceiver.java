package dev.otpstream.webhooks.call;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A receiver in Node.js that verifies with the npm package {@code standardwebhooks}: {@code src/test/node}. */
final class NodeReceiver implements AutoCloseable {
  private static final Path SOURCES = Path.of("src", "test", "node");
  private static final Path FOLDER = Path.of("target", "node");
  private static final long INSTALL_TIMEOUT_S = 120; // the first time npm downloads the package
  private final Process process;
  private final int port;

  /** @param secret the one secret that the receiver knows */
  NodeReceiver(String secret) {
    try {
      process = new ProcessBuilder("node", "receiver.js", secret).directory(FOLDER.toFile())
          .redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      port = Integer.parseInt(String.valueOf(out.readLine()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fetches the package, as the lock file names it. */
  static void install() throws IOException, InterruptedException {
    for (String program : List.of("node", "npm"))
      if (!isInstalled(program))
        throw new AssertionError("This test needs Node.js and npm; .ci/run installs them.");
    Files.createDirectories(FOLDER);
    for (String name : List.of("package.json", "package-lock.json", "receiver.js"))
      Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    Path log = FOLDER.resolve("npm.log");
    Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
        .directory(FOLDER.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = npm.waitFor(INSTALL_TIMEOUT_S, TimeUnit.SECONDS);
    npm.destroyForcibly();
    if (!ended || npm.exitValue() != 0) throw new AssertionError("npm ci: " + Files.readString(log));
  }

  String url() {
    return "http://127.0.0.1:" + port + "/hook";
  }

  private static boolean isInstalled(String program) {
    return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Override public void close() {
    process.destroyForcibly();
  }
}
