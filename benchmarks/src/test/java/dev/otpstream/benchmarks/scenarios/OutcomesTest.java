package dev.otpstream.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.benchmarks.load.Outcome;
import dev.otpstream.benchmarks.load.Reply;
import org.junit.jupiter.api.Test;

/** What counts as done, on the bodies that the fronts document. */
class OutcomesTest {
  @Test void send() {
    assertThat(SendScenario.outcome(answer(200, "{\"sent\":true,\"expires_in_seconds\":300}")))
        .isEqualTo(Outcome.good(1));
    assertThat(SendScenario.outcome(answer(503, "{}"))).isEqualTo(Outcome.failed(1, "status 503"));
    assertThat(SendScenario.outcome(answer(200, "{}"))).isEqualTo(Outcome.failed(1, "not sent"));
    assertThat(SendScenario.outcome(new Reply.NoAnswer("timeout"))).isEqualTo(Outcome.failed(1, "timeout"));
  }

  @Test void verify() {
    assertThat(VerifyScenario.outcome(answer(200, "{\"verified\":true}"), true)).isEqualTo(Outcome.good(1));
    assertThat(VerifyScenario.outcome(answer(200, "{\"verified\":false}"), false)).isEqualTo(Outcome.good(1));
    assertThat(VerifyScenario.outcome(answer(200, "{\"verified\":false}"), true))
        .isEqualTo(Outcome.failed(1, "right code refused"));
    assertThat(VerifyScenario.outcome(answer(200, "{\"verified\":true}"), false))
        .isEqualTo(Outcome.failed(1, "wrong code accepted"));
    assertThat(VerifyScenario.outcome(answer(429, "{}"), false)).isEqualTo(Outcome.failed(1, "status 429"));
  }

  @Test void batch() {
    String good = "{\"success\":true,\"data\":{\"id\":1,\"msg_id\":7,\"data\":1,\"parts\":1}}";
    String bad = "{\"success\":false,\"error\":\"Incorrect recipient number\",\"data\":{\"id\":2}}";

    assertThat(BatchScenario.outcome(answer(200, "{\"success\":true,\"data\":[" + good + "," + good + "]}"), 2))
        .isEqualTo(Outcome.good(2));
    assertThat(BatchScenario.outcome(answer(200, "{\"success\":true,\"data\":[" + good + "," + bad + "]}"), 2))
        .isEqualTo(new Outcome(1, 1, "refused: Incorrect recipient number"));
    assertThat(BatchScenario.outcome(answer(200, "{\"success\":false,\"error\":\"Access denied\"}"), 2))
        .isEqualTo(Outcome.failed(2, "refused: Access denied"));
    assertThat(BatchScenario.outcome(answer(503, "{}"), 2)).isEqualTo(Outcome.failed(2, "status 503"));
  }

  private static Reply answer(int status, String body) {
    return new Reply.Answer(status, body);
  }
}
