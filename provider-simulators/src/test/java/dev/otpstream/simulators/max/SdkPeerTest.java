package dev.otpstream.simulators.max;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The messenger as its own SDK sees it, from npm. Left out where there is no node. */
class SdkPeerTest {
  private static final Path FOLDER = Path.of("src", "test", "node-max").toAbsolutePath();
  private static final long ANN = 77;

  @Test void theMessengersOwnSdkTakesItForTheMessenger() throws Exception {
    assumeTrue(isInstalled("node") && isInstalled("npm"), "node is not installed");
    if (!Files.isDirectory(FOLDER.resolve("node_modules"))) end(start("npm", "ci", "--no-audit", "--no-fund"));
    try (Simulators simulators = Simulators.start(SimulatorsConfig.defaults())) {
      MaxBot max = simulators.max();
      Process peer = start("node", "peer.js", simulators.maxUrl().toString(), simulators.maxToken());
      try {
        until(() -> simulators.journal().counters().getOrDefault(MaxBot.NAME, Map.of())
            .containsKey("received getUpdates"));
        max.start(ANN, "otp_Kq9xV3mN2pT7rL8s");
        until(() -> !max.dialogOf(ANN).isEmpty());
        max.tap(ANN, "otp:y:x");
        until(() -> max.dialogOf(ANN).getFirst().text().equals("Agreed."));
        MaxMessage agreed = max.dialogOf(ANN).getFirst();
        max.type(ANN, "change");
        until(() -> max.dialogOf(ANN).getFirst().text().equals("Changed."));
        max.type(ANN, "bye");
        JsonNode seen = new ObjectMapper().readTree(end(peer));

        assertThat(agreed.buttons()).isEmpty();
        assertThat(agreed.edited()).isTrue();
        assertThat(seen.path("me").asText()).isEqualTo(simulators.maxBotName());
        assertThat(seen.at("/started/0/user").asLong()).isEqualTo(ANN);
        assertThat(seen.at("/started/0/payload").asText()).isEqualTo("otp_Kq9xV3mN2pT7rL8s");
        assertThat(seen.at("/taps/0/payload").asText()).isEqualTo("otp:y:x");
        assertThat(seen.at("/taps/0/mid").asText()).isEqualTo(agreed.mid()).isEqualTo(seen.path("asked").asText());
        assertThat(seen.at("/texts/1").asText()).isEqualTo("bye");
        assertThat(seen.path("refused").asInt()).isEqualTo(404);
        assertThat(seen.path("subscriptions").isArray()).isTrue();
      } finally {
        peer.destroyForcibly();
      }
    }
  }

  private static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).directory(FOLDER.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String end(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(process.exitValue()).as("exit").isZero();
    return said;
  }
}
