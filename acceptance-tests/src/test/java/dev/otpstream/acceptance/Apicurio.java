package dev.otpstream.acceptance;

import dev.otpstream.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Apicurio Registry as a process of its own, in memory: a schema registry that we did not write, behind the same API.
 *
 * @see <a href="https://www.apicur.io/registry/">Apicurio Registry</a>
 */
final class Apicurio {
  private static final Path UNPACKED = Path.of("target", "apicurio");

  private Apicurio() {}

  static JavaProcess start(int port, Path log) {
    JavaProcess process = JavaProcess.startJar(runner(),
        Map.of("QUARKUS_HTTP_PORT", Integer.toString(port), "QUARKUS_HTTP_HOST", "127.0.0.1",
            "QUARKUS_MANAGEMENT_HOST", "127.0.0.1", "QUARKUS_MANAGEMENT_PORT",
            Integer.toString(FreePorts.next())),
        log);
    process.awaitOk(URI.create(url(port) + "/subjects"));
    return process;
  }

  static String url(int port) {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }

  private static Path runner() {
    try (var files = Files.walk(UNPACKED)) {
      return files.filter(file -> file.getFileName().toString().matches("quarkus-run\\.jar|.*-runner\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no runnable jar in " + UNPACKED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
