package dev.otpstream.simulators.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.simulators.stage.Receipt.Flaw;
import dev.otpstream.simulators.stage.Receipt.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptJsonTest {
  private static final Duration AFTER_50_MS = Duration.ofMillis(50);

  @Test void stepsAreReadInOrder() {
    assertThat(steps("""
        {"behaviour":"throttle","retryAfterSeconds":2,"times":3},
        {"behaviour":"deliver","receiptDelayMs":50}"""))
        .containsExactly(Step.throttle(2).times(3), Step.deliver(AFTER_50_MS));
  }

  @Test void receiptsMayBeSpelledOut() {
    assertThat(steps("""
        {"behaviour":"silent","on":"send","reachesPhone":false,"revocable":false,"answerDelayMs":50,"receipts":[
          {"status":"undelivered","afterMs":50},
          {"status":"delivered","afterMs":50,"copies":5,"early":true,"flaw":"unknownId"}]}"""))
        .containsExactly(Step.silent()
            .on("send")
            .reachesPhone(false)
            .revocable(false)
            .answerAfter(AFTER_50_MS)
            .withReceipts(Receipt.of(Status.UNDELIVERED, AFTER_50_MS),
                Receipt.of(Status.DELIVERED, AFTER_50_MS).times(5).early().with(Flaw.UNKNOWN_ID)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deliver", "read", "noReceipt", "undelivered", "expired", "lateReceipt", "doubleReceipt",
    "earlyReceipt", "forgedReceipt", "replayedReceipt", "unknownReceipt", "refuse", "throttle", "serverError", "silent",
    "close", "garbage", "broken", "huge", "slow", "drip"}) void everyBehaviourHasDefaults(String behaviour) {
    assertThat(steps("{\"behaviour\":\"" + behaviour + "\"}")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{}", "{\"steps\":[]}", "{\"steps\":[null]}", "{\"steps\":[{}]}",
    "{\"steps\":[{\"behaviour\":\"dance\"}]}", "{\"steps\":[{\"behaviour\":\"deliver\",\"unknown\":1}]}",
    "{\"steps\":[{\"behaviour\":\"deliver\",\"times\":0}]}",
    "{\"steps\":[{\"behaviour\":\"deliver\",\"receiptDelayMs\":-1}]}",
    "{\"steps\":[{\"behaviour\":\"deliver\",\"receipts\":[{\"status\":\"lost\"}]}]}",
    "{\"steps\":[{\"behaviour\":\"deliver\"}]} more"}) void whatIsNoScriptIsRefused(String json) {
    assertThatThrownBy(() -> ScriptJson.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Step> steps(String json) {
    return ScriptJson.read(("{\"steps\":[" + json + "]}").getBytes(StandardCharsets.UTF_8)).steps();
  }
}
