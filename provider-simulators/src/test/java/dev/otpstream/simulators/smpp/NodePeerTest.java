package dev.otpstream.simulators.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.PhoneMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The centre as npm's smpp sees it, whose codec has nothing to do with ours. Left out where there is no node. */
class NodePeerTest {
  private static final Path FOLDER = Path.of("src", "test", "node").toAbsolutePath();
  private static final String PHONE = "380501234567";

  @Test void anUnrelatedClientAgreesWithTheCentre() throws Exception {
    assumeTrue(isInstalled("node") && isInstalled("npm"), "node is not installed");
    if (!Files.isDirectory(FOLDER.resolve("node_modules"))) run("npm", "ci", "--no-audit", "--no-fund");
    try (Simulators simulators = Simulators.start(SimulatorsConfig.defaults())) {
      String said = run("node", "peer.js", Integer.toString(simulators.smppPort()), simulators.smppSystemId(),
          simulators.smppPassword(), PHONE);

      JsonNode seen = new ObjectMapper().readTree(said);
      assertThat(seen.path("bound").asInt(-1)).isZero();
      assertThat(texts(seen.path("statuses"))).hasSize(5).containsOnly("0");
      assertThat(seen.path("refused").asInt()).isEqualTo(CommandStatus.INVALID_DESTINATION);
      assertThat(seen.path("alive").asInt(-1)).isZero();
      assertThat(seen.path("unbound").asInt(-1)).isZero();
      assertThat(simulators.messagesOf(PHONE)).extracting(PhoneMessage::text)
          .containsExactly("Plain [4711] €", "Код 4711", "я".repeat(200), "part one, part two");
      assertThat(seen.path("receipts")).hasSize(5).allSatisfy(receipt -> {
        assertThat(receipt.path("state").asInt()).isEqualTo(2);
        assertThat(receipt.path("esmClass").asInt()).isEqualTo(4);
        assertThat(receipt.path("text").asText()).startsWith("id:" + receipt.path("id").asText() + " ")
            .contains(" stat:DELIVRD ");
      });
      assertThat(seen.path("receipts").findValuesAsText("id"))
          .containsExactlyInAnyOrderElementsOf(texts(seen.path("ids")));
    }
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).directory(FOLDER.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
      assertThat(process.exitValue()).as("exit of %s", command[0]).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
