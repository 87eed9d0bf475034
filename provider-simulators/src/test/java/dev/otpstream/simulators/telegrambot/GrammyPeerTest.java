package dev.otpstream.simulators.telegrambot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Step;
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

/** Telegram as npm's grammy sees it, which knows the real one. Left out where there is no node. */
class GrammyPeerTest {
  private static final Path FOLDER = Path.of("src", "test", "node-telegram").toAbsolutePath();
  private static final long ANN = 5_123_456_789L;

  @Test void anUnrelatedBotTakesItForTelegram() throws Exception {
    assumeTrue(isInstalled("node") && isInstalled("npm"), "node is not installed");
    if (!Files.isDirectory(FOLDER.resolve("node_modules"))) end(start("npm", "ci", "--no-audit", "--no-fund"));
    try (Simulators simulators = Simulators.start(SimulatorsConfig.defaults())) {
      TelegramBot telegram = simulators.telegramBot();
      Process peer = start("node", "peer.js", simulators.telegramBotUrl().toString(), simulators.telegramBotToken());
      try {
        until(() -> simulators.journal().counters().getOrDefault(TelegramBot.NAME, Map.of())
            .containsKey("received getUpdates"));
        telegram.start(ANN, "otp_Kq9xV3mN2pT7rL8s");
        until(() -> telegram.chatOf(ANN).size() == 2);
        telegram.tap(ANN, "otp:y:x");
        until(() -> telegram.chatOf(ANN).size() == 3);
        BotMessage asked = telegram.chatOf(ANN).get(1);
        telegram.block(ANN);
        telegram.unblock(ANN);
        simulators.script(TelegramBot.NAME, Long.toString(ANN), Step.deliver().times(1), Step.throttle(3));
        telegram.type(ANN, "bye");
        JsonNode seen = new ObjectMapper().readTree(end(peer));

        assertThat(asked.text()).isEqualTo("Agreed.");
        assertThat(asked.buttons()).isEmpty();
        assertThat(telegram.spinning(ANN)).isZero();
        assertThat(telegram.unconfirmed()).isZero();
        assertThat(seen.path("me").asText()).isEqualTo(simulators.telegramBotName());
        assertThat(seen.at("/started/0").toString()).isEqualTo(
            "{\"user\":" + ANN + ",\"chat\":\"private\",\"payload\":\"otp_Kq9xV3mN2pT7rL8s\"}");
        assertThat(seen.at("/taps/0/message").asLong()).isEqualTo(seen.path("asked").asLong()).isEqualTo(asked.id());
        assertThat(seen.at("/unmodified/text").asText()).contains("message is not modified");
        assertThat(seen.path("code").toString())
            .isEqualTo("{\"text\":\"Code: 4711\",\"entity\":\"code\",\"protected\":true}");
        assertThat(seen.path("members").toString()).isEqualTo("[\"kicked\",\"member\"]");
        assertThat(seen.path("refused").findValuesAsText("code")).containsExactly("400", "400", "400", "429");
        assertThat(seen.at("/refused/3/after").asInt()).isEqualTo(3);
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
