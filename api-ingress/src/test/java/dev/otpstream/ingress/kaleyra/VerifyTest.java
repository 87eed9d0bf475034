package dev.otpstream.ingress.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.FakeEngine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.engine.Target;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.schemas.MessageText;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.VerifyOutcome;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {
  private static final String VERIFY_ID = VerifyIds.of(FakeEngine.FIRST_ID);
  private static final String GENERATE = "{\"flow_id\":\"d9900000-6946-4b00-ac18-51c00002344a\","
      + "\"to\":{\"mobile\":\"+12025550123\"}}";
  private static final String VALIDATE = "{\"verify_id\":\"" + VERIFY_ID + "\",\"otp\":\"482916\"}";
  private final KaleyraCaller caller = new KaleyraCaller();

  @Test void aCodeIsMadeForTheFlowOverTheAccountsRoute() {
    Answer answer = json("verify", GENERATE);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"data\":{\"verify_id\":\"" + VERIFY_ID
        + "\",\"message\":\"OTP generated successfully.\"}}");
    SendOrder order = caller.engine.sends.getFirst();
    assertThat(order.recipient().address()).isEqualTo("+12025550123");
    assertThat(order.purpose()).isEqualTo("d9900000-6946-4b00-ac18-51c00002344a");
    assertThat(order.code()).contains(new SendOrder.NewCode(6, 5));
    assertThat(order.lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(order.route()).extracting(SendOrder.Step::channel).containsExactly("telegram", "sms");
    assertThat(order.route().get(0).text()).isEmpty();
    assertThat(order.route().get(1).text())
        .contains("Acme: " + MessageText.CODE_PLACE + " is your code, valid for 5 min.");
  }

  @Test void aFormMayAskForACodeToo() {
    Answer answer = caller.post("verify", KaleyraCaller.FORM, "flow_id=f1&to%5Bmobile%5D=%2B12025550123");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(caller.engine.sends.getFirst().purpose()).isEqualTo("f1");
  }

  @Test void withoutAFlowItIsTheDefaultOne() {
    json("verify", "{\"to\":{\"mobile\":12025550123,\"email\":\"a@example.org\"}}");
    assertThat(caller.engine.sends.getFirst().purpose()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"{}|E600|to", "{\"to\":\"+12025550123\"}|E600|to",
    "{\"to\":{\"email\":\"a@example.org\"}}|E804|to.mobile", "{\"to\":{\"mobile\":\"123\"}}|E805|to.mobile",
    "{\"to\":{\"mobile\":\"12025550123,380971234567\"}}|E805|to.mobile",
    "{\"flow_id\":\"a b\",\"to\":{\"mobile\":\"12025550123\"}}|E905|flow_id", "[]|E413|body",
    "{|E413|body"}) void aRequestForACodeThatIsMalformedIsSaidSo(
        String body, String code, String parameter) {
    Answer answer = json("verify", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().text())
        .startsWith("{\"error\":{\"code\":\"" + code + "\",\"type\":\"validation_error\",\"parameter\":\"" + parameter
            + "\",\"message\":\"")
        .endsWith("\",\"reference\":\"\"}}");
    assertThat(caller.engine.sends).isEmpty();
  }

  @Test void aCodeTooSoonIs429() {
    caller.engine.onSend(_ -> new SendReply.Refused(Refusal.COOL_DOWN, Duration.ofSeconds(30)));
    Answer answer = json("verify", GENERATE);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers()).containsEntry("Retry-After", "30");
    assertThat(answer.body().text()).startsWith("{\"error\":{\"code\":\"E403\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "validate"}) void theRightCodeIsVerifiedOnTheOldPathAndOnTheNew(String operation) {
    caller.engine.onVerify(judged(VerifyOutcome.VERIFIED));
    Answer answer = json(operation, VALIDATE);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"data\":{\"verify_id\":\"" + VERIFY_ID
        + "\",\"message\":\"OTP verified successfully.\"}}");
    assertThat(caller.engine.verifies.getFirst().target()).isEqualTo(new Target.ByMessage(FakeEngine.FIRST_ID));
    assertThat(caller.engine.verifies.getFirst().guess()).isEqualTo("482916");
  }

  @Test void anOtpAlreadyVerifiedIsTheDocumentedAnswer() {
    caller.engine.onVerify(judged(VerifyOutcome.ALREADY_VERIFIED));
    Answer answer = json("validate", VALIDATE);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().text()).isEqualTo("{\"error\":{\"code\":\"E910\",\"type\":\"validation_error\","
        + "\"parameter\":\"\",\"message\":\"OTP already verified\",\"reference\":\"\"}}");
  }

  @ParameterizedTest
  @CsvSource({"WRONG_CODE,400,E912", "ATTEMPTS_USED,400,E911", "EXPIRED,400,E913", "ENDED,400,E913",
    "NO_ACTIVE_CODE,400,E909", "UNKNOWN_MESSAGE,400,E909", "ATTEMPTS_BUDGET,429,E403",
    "OTHER,503,E403"}) void eachOutcomeHasItsCode(VerifyOutcome outcome, int status, String code) {
    caller.engine.onVerify(judged(outcome));
    Answer answer = json("validate", VALIDATE);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().text()).startsWith("{\"error\":{\"code\":\"" + code + "\"");
  }

  @ParameterizedTest
  @EnumSource(value = VerifyOutcome.class, mode = EnumSource.Mode.EXCLUDE, names = "VERIFIED") void onlyVerifiedIsVerified(
      VerifyOutcome outcome) {
    caller.engine.onVerify(judged(outcome));
    assertThat(json("validate", VALIDATE).status()).isNotEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"{\"otp\":\"1\"}|E800", "{\"verify_id\":\"x\"}|E801",
    "{\"verify_id\":\"x\",\"otp\":\"1\"}|E909",
    "{\"verify_id\":\"4d3d0959-805e-43fa-bece-5815ce0795a2\",\"otp\":\"1\"}|E909"}) void aGuessThatIsMalformedNeverReachesTheEngine(
        String body, String code) {
    assertThat(json("validate", body).body().text()).startsWith("{\"error\":{\"code\":\"" + code + "\"");
    assertThat(json("verify", body).body().text()).startsWith("{\"error\":{\"code\":\"" + code + "\"");
    assertThat(caller.engine.verifies).isEmpty();
  }

  @Test void aGuessLongerThanAnyCodeIsWrong() {
    assertThat(json("validate", "{\"verify_id\":\"" + VERIFY_ID + "\",\"otp\":\"" + "1".repeat(65) + "\"}").body()
        .text()).startsWith("{\"error\":{\"code\":\"E912\"");
  }

  @Test void aSilentEngineVerifiesNothing() {
    caller.engine.onVerify(new EngineAway());
    assertThat(json("validate", VALIDATE).status()).isEqualTo(503);
  }

  @Test void anIdOfAMessageComesBackUnchangedAndNoOtherUuidIsOne() {
    var random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      long id = random.nextLong(1, 1L << 53);
      assertThat(VerifyIds.read(VerifyIds.of(id))).isEqualTo(OptionalLong.of(id));
      assertThat(UUID.fromString(VerifyIds.of(id)).version()).isEqualTo(8);
      assertThat(VerifyIds.read(UUID.randomUUID().toString())).isEmpty();
    }
    assertThat(VerifyIds.read("1-1-8000-8000-1")).isEmpty();
  }

  private Answer json(String operation, String body) {
    return caller.post(operation, "application/json", body);
  }

  private static VerifyReply judged(VerifyOutcome outcome) {
    return new VerifyReply.Judged(outcome, 3, Duration.ZERO);
  }
}
