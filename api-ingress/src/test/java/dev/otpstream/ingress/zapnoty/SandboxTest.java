package dev.otpstream.ingress.zapnoty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.DialectCaller;
import dev.otpstream.ingress.FakeCallers;
import dev.otpstream.ingress.engine.ConsentReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.schemas.ConsentState;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test key may: everything, as long as nothing happens. */
class SandboxTest {
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
  private final TestProject project = new TestProject();
  private final DialectCaller caller = project.caller(Map.of()).with(Call.AUTHORIZATION,
      "Bearer " + FakeCallers.TEST_KEY);

  @AfterEach void nothingWasSentOrChanged() {
    assertThat(project.engine.sends).isEmpty();
    assertThat(project.engine.verifies).isEmpty();
    assertThat(project.engine.cancels).isEmpty();
    assertThat(project.engine.consents).isEmpty();
    assertThat(project.store.all()).isEmpty();
  }

  @Test void theTestSubscriberGetsNoCodeAndTheCodeIsAllZeros() {
    assertThat(call("send", "{\"subscriber_id\":\"" + NOBODY + "\"}").body().text())
        .isEqualTo("{\"sent\":true,\"expires_in_seconds\":300}");
    assertThat(call("verify", "{\"subscriber_id\":\"" + NOBODY + "\",\"code\":\"000000\"}").body().text())
        .isEqualTo("{\"verified\":true}");
    assertThat(call("verify", "{\"subscriber_id\":\"" + NOBODY + "\",\"code\":\"482916\"}").body().text())
        .isEqualTo("{\"verified\":false}");
  }

  @Test void realSubscribersAndPhonesAnswerAsIfSomethingWereSent() {
    UUID subscriber = project.subscribe(FakeCallers.ACCOUNT, "max", "{}");
    assertThat(call("send", "{\"subscriber_id\":\"" + subscriber + "\"}").status()).isEqualTo(200);
    assertThat(call("send", "{\"phone\":\"380971234567\"}").body().text()).isEqualTo("{\"sent\":true,"
        + "\"expires_in_seconds\":300,\"message_id\":\"0\",\"channel\":\"telegram\","
        + "\"next_send_at\":\"2026-01-02T12:00:00Z\"}");
    assertThat(call("cancel", "{\"phone\":\"380971234567\"}").body().text())
        .isEqualTo("{\"cancelled\":false,\"message_id\":null,\"state\":null}");
  }

  @Test void errorsAreThoseOfALiveKey() {
    assertThat(call("send", "{\"subscriber_id\":\"" + UUID.randomUUID() + "\"}").status()).isEqualTo(404);
    assertThat(call("send", "{}").status()).isEqualTo(400);
    assertThat(call("request", "{\"channel\":\"viber\"}").status()).isEqualTo(400);
  }

  @Test void aLiveKeyKnowsNoTestSubscriber() {
    DialectCaller live = project.caller(Map.of());
    assertThat(live.call("send", "{\"subscriber_id\":\"" + NOBODY + "\"}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"{},SandboxTelegram0,telegram", "'{\"channel\":\"telegram\"}',SandboxTelegram0,telegram",
    "'{\"channel\":\"max\"}',SandboxMax000000,max"}) void aRequestIsAnsweredAtOnce(String body, String id,
        String channel) {
    assertThat(call("request", body).body().text()).startsWith("{\"request_id\":\"" + id + "\"");
    assertThat(status(id).body().text())
        .isEqualTo("{\"status\":\"sent\",\"subscriber_id\":\"" + NOBODY + "\",\"channel\":\"" + channel + "\"}");
  }

  @Test void questionsAreAnsweredByTheEngine() {
    project.engine.onConsent(new ConsentReply.Standing("Kq9xV3mN2pT7rL8s", ConsentState.CANCELLED, Optional.empty(),
        Optional.empty()));
    assertThat(status("Kq9xV3mN2pT7rL8s").body().text()).contains("\"cancelled\"");
    assertThat(project.engine.requestIds).containsExactly("Kq9xV3mN2pT7rL8s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-create", "webhook-update", "webhook-delete", "webhook-rotate", "webhook-older-set",
    "webhook-older-delete", "sender-set"}) void theProjectCannotBeChanged(String operation) {
    Answer answer = call(operation, "{\"url\":\"https://example.org\",\"otp_template\":\"{{code}}\"}");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body().text()).contains("\"code\":\"forbidden\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks", "subscribers", "subscribe-link", "sender"}) void theProjectCanBeSeen(
      String operation) {
    assertThat(call(operation, "").status()).isEqualTo(200);
  }

  @Test void aTestKeyOfNobodyIsInvalid() {
    caller.with(Call.AUTHORIZATION, "Bearer zn_test_nobody");
    assertThat(call("send", "{}").status()).isEqualTo(401);
  }

  private Answer call(String operation, String body) {
    return caller.call(operation, body);
  }

  private Answer status(String id) {
    return caller.call("request-status", "".getBytes(StandardCharsets.UTF_8), Map.of("id", id));
  }
}
