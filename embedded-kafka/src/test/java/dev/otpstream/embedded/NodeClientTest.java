package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.embedded.testing.TestKafka;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry client that others wrote, in another language: {@code src/test/node}. */
class NodeClientTest {
  private static final long TIMEOUT_S = 120; // the first time npm downloads a few megabytes

  @TempDir
  private Path folder;

  @Test void anIndependentClientWritesReadsAndIsRefused() throws Exception {
    assumeTrue(isInstalled("node") && isInstalled("npm"), "no Node.js here");
    for (String name : List.of("package.json", "package-lock.json", "client.js")) {
      Files.copy(Path.of("src/test/node", name), folder.resolve(name));
    }
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");

    try (var kafka = TestKafka.start()) {
      JsonNode seen = new ObjectMapper().readTree(run("node", "client.js", kafka.registryUrl()));

      int id = seen.path("id").asInt();
      assertThat(id).isPositive();
      assertThat(seen.path("header").asText()).isEqualTo("00%08x".formatted(id)); // Confluent's wire format
      assertThat(seen.path("decoded").path("text").asText()).isEqualTo("hello");
      assertThat(seen.path("latest").asInt()).isEqualTo(id);
      assertThat(seen.path("byVersion").asInt()).isEqualTo(id);
      assertThat(seen.path("refused").asText()).contains("incompatible");
    }
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(output.toFile())
        .redirectError(errors.toFile()).start();
    try {
      assertThat(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> command[0] + ": " + text(errors)).isZero();
    return text(output);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isInstalled(String program) {
    return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
