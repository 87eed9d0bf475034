package dev.otpstream.ingress.zapnoty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.DialectCaller;
import dev.otpstream.ingress.FakeCallers;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.schemas.VerifyOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A project that follows the newer documents. */
class CompatTest {
  private final TestProject project = new TestProject();
  private final DialectCaller caller = project.caller(Map.of("zapnoty.compat", "current"));
  private UUID subscriber;

  @BeforeEach void subscribe() {
    subscriber = project.subscribe(FakeCallers.ACCOUNT, "max", "{}");
  }

  @ParameterizedTest
  @EnumSource(VerifyOutcome.class) void aFailedVerificationIsAnErrorAndNeverFalse(VerifyOutcome outcome) {
    project.engine.onVerify(new VerifyReply.Judged(outcome, 0, Duration.ofSeconds(7)));
    Answer answer = caller.call("verify", "{\"subscriber_id\":\"" + subscriber + "\",\"code\":\"482916\"}");
    assertThat(answer.status() + " " + answer.body().text()).isEqualTo(switch (outcome) {
      case VERIFIED -> "200 {\"verified\":true}";
      case WRONG_CODE -> "400 {\"error\":\"Wrong code\",\"code\":\"bad_request\",\"retryable\":false}";
      case ATTEMPTS_BUDGET ->
        "429 {\"error\":\"Too many wrong codes; try later\",\"code\":\"rate_limit_subscriber\",\"retryable\":true}";
      case IDEMPOTENCY_CONFLICT -> "409 {\"error\":\"The Idempotency-Key was used with another request\","
          + "\"code\":\"idempotency_conflict\",\"retryable\":false}";
      case ATTEMPTS_USED, NO_ACTIVE_CODE, EXPIRED, ALREADY_VERIFIED, ENDED, UNKNOWN_MESSAGE, OTHER ->
        "404 {\"error\":\"No active code\",\"code\":\"not_found\",\"retryable\":false}";
    });
  }

  @Test void theSwitchIsTheProjectsSoACallByPhoneIsAnsweredAlike() {
    project.engine.onVerify(new VerifyReply.Judged(VerifyOutcome.WRONG_CODE, 2, Duration.ZERO));
    assertThat(caller.call("verify", "{\"phone\":\"380971234567\",\"code\":\"1\"}").body().text())
        .isEqualTo("{\"error\":\"Wrong code\",\"code\":\"bad_request\",\"retryable\":false}");
  }

  @Test void theFourthCodeWithinAnHourMustWaitUntilTheFirstIsAnHourOld() {
    for (int i = 0; i < 3; i++) {
      assertThat(send().status()).isEqualTo(200);
      project.now = project.now.plusSeconds(600);
    }
    Answer fourth = send();
    assertThat(fourth.status()).isEqualTo(429);
    assertThat(fourth.body().text()).contains("\"code\":\"rate_limit_subscriber\",\"retryable\":true");
    assertThat(fourth.headers()).containsEntry("Retry-After", "1800");
    assertThat(project.engine.sends).hasSize(3).allSatisfy(order -> assertThat(order.code().orElseThrow().coolDown())
        .as("one rule at a time").isFalse());

    project.now = project.now.plusSeconds(1800);
    assertThat(send().status()).isEqualTo(200);
  }

  @Test void recipientsAreCountedApart() {
    for (int i = 0; i < 4; i++)
      send();
    UUID other = project.subscribe(FakeCallers.ACCOUNT, "max", "{}");
    assertThat(caller.call("send", "{\"subscriber_id\":\"" + other + "\"}").status()).isEqualTo(200);
  }

  @Test void whatWasNotSentIsNotCounted() {
    project.engine.onSend(_ -> new EngineAway());
    for (int i = 0; i < 5; i++)
      assertThat(send().status()).isEqualTo(503);
    project.engine.onSend(_ -> project.engine.accepted());
    assertThat(send().status()).isEqualTo(200);
  }

  @Test void theSamePromiseIsOneCode() {
    caller.with(Call.IDEMPOTENCY_KEY, "k1");
    for (int i = 0; i < 5; i++)
      assertThat(send().status()).isEqualTo(200);
  }

  @Test void aSeedProjectHasTheLadderAndNoCount() {
    DialectCaller seed = project.caller(Map.of("zapnoty.compat", "seed"));
    for (int i = 0; i < 5; i++)
      assertThat(seed.call("send", "{\"subscriber_id\":\"" + subscriber + "\"}").status()).isEqualTo(200);
    assertThat(project.engine.sends).allSatisfy(order -> assertThat(order.code().orElseThrow().coolDown()).isTrue());
  }

  private Answer send() {
    return caller.call("send", "{\"subscriber_id\":\"" + subscriber + "\"}");
  }
}
