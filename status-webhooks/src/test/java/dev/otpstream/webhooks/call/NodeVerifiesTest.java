package dev.otpstream.webhooks.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.webhooks.HookFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads our hooks with the reference library in Node.js finds them genuine, and only ours. */
class NodeVerifiesTest {
  private static final TargetRules OPEN = new TargetRules(Set.of(), true);
  private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(3), Duration.ofSeconds(15), 4);
  private static final String OLD_SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
  @TempDir
  static Path folder;
  private static Keys keys;

  @BeforeAll static void install() throws Exception {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    NodeReceiver.install();
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "alphasms"}) void theSignatureHolds(String format) {
    assertThat(send(format, HookFixtures.SECRET, HookFixtures.SECRET)).isEqualTo(new CallOutcome.Delivered(204));
  }

  @Test void duringARotationEitherSecretWillDo() {
    for (String known : List.of(HookFixtures.SECRET, OLD_SECRET))
      assertThat(send("native", known, HookFixtures.SECRET, OLD_SECRET)).isEqualTo(new CallOutcome.Delivered(204));
  }

  @Test void anotherSecretDoesNot() {
    assertThat(send("native", OLD_SECRET, HookFixtures.SECRET))
        .isEqualTo(new CallOutcome.Refused(401, Duration.ZERO));
  }

  private static CallOutcome send(String format, String known, String... signing) {
    try (var receiver = new NodeReceiver(known);
        var names = new SystemNames(Duration.ofSeconds(3));
        var client = new HookClient(LIMITS, OPEN, names)) {
      var event = HookFixtures.builder(1025, 1, StatusType.SENT, MessageState.SENT).setCallerReference("\"größe\"")
          .build();
      return new HookSender(OPEN, keys, client).send(HookFixtures.due(keys, format, receiver.url(), event),
          HookFixtures.account(keys, signing), Instant.now());
    }
  }
}
