package dev.otpstream.ingress.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.FakeEngine;
import dev.otpstream.ingress.engine.CallerId;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.StatusQuestion;
import dev.otpstream.ingress.engine.StatusReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.kit.Secret;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.RouteChoice;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineDialectTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private final FakeEngine engine = new FakeEngine();
  private final TimelineDialect timeline = new TimelineDialect(new OperatorToken(new Secret("token")), engine);

  @Test void supportSeesWhatHappenedAndNeitherCodeNorNumber() {
    engine.onStatus(new StatusReply.Found(message()));

    Answer answer = ask("message", "token", "4711", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("{\"message_id\":\"4711\",\"state\":\"verified\","
        + "\"recipient\":\"+38097*****67\",\"account\":\"a1\",\"recipient_token\":\"t0\",\"purpose\":\"login\","
        + "\"caller_id\":9007199254740993,"
        + "\"accepted_at\":\"2026-01-02T12:00:00Z\",\"updated_at\":\"2026-01-02T12:00:09Z\","
        + "\"expires_at\":\"2026-01-02T12:05:00Z\",\"events\":["
        + "{\"sequence\":1,\"type\":\"accepted\",\"state\":\"queued\",\"at\":\"2026-01-02T12:00:00Z\"},"
        + "{\"sequence\":2,\"type\":\"fallback\",\"state\":\"dispatched\",\"at\":\"2026-01-02T12:00:05Z\","
        + "\"channel\":\"telegram\",\"dispatch\":1,\"provider\":\"telegram-gateway\",\"reason\":\"no_receipt\","
        + "\"provider_code\":\"EXPIRED\"},"
        + "{\"sequence\":3,\"type\":\"attempt_failed\",\"state\":\"sent\",\"at\":\"2026-01-02T12:00:09Z\","
        + "\"attempts_left\":2},"
        + "{\"sequence\":4,\"type\":\"dispatched\",\"state\":\"dispatched\",\"at\":\"2026-01-02T12:00:10Z\","
        + "\"channel\":\"sms\",\"choice\":\"instead\",\"skipped\":[\"telegram\"]}]}");
    assertThat(engine.questions).containsExactly(new StatusQuestion.History(4711));
  }

  @Test void aCallersOwnIdFindsItInItsAccount() {
    engine.onStatus(new StatusReply.Found(message()));
    assertThat(ask("messages", "token", "", "account=a1&front=alphasms&caller_id=%22order-7%22").status())
        .isEqualTo(200);
    ask("messages", "token", "", "account=a1&front=alphasms&caller_id=9007199254740993");

    assertThat(engine.accounts).containsExactly("a1", "a1");
    assertThat(engine.questions).containsExactly(
        new StatusQuestion.HistoryOfCallerId(new CallerId("alphasms", "\"order-7\"")),
        new StatusQuestion.HistoryOfCallerId(new CallerId("alphasms", "9007199254740993")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "account=a1", "account=a1&front=alphasms", "account=a1&front=alphasms&caller_id=",
    "account=a1&front=alphasms&caller_id=order-7", "account=a/1&front=alphasms&caller_id=1",
    "account=a1&account=a2&front=alphasms&caller_id=1", "account=a1&front=alphasms&caller_id=%FF",
  }) void whatCannotBeAskedIsSaid(String query) {
    Answer answer = ask("messages", "token", "", query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("validation_failed");
    assertThat(engine.questions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "-1", "01", "1e3", "99999999999999999999",
    "../accounts"}) void whatIsNoIdIsNoMessage(String id) {
    assertThat(ask("message", "token", id, "").status()).isEqualTo(404);
    assertThat(engine.questions).isEmpty();
  }

  @Test void anUnknownMessageAndAnEngineThatIsAwayAreTwoThings() {
    assertThat(ask("message", "token", "4711", "").status()).isEqualTo(404);
    engine.onStatus(new EngineAway());
    assertThat(ask("message", "token", "4711", "").status()).isEqualTo(503);
  }

  @Test void onlyOperatorsMayAsk() {
    assertThat(ask("message", "tokem", "4711", "").status()).isEqualTo(401);
    assertThat(ask("messages", "", "", "account=a1&front=alphasms&caller_id=1").status()).isEqualTo(401);
    assertThat(engine.questions).isEmpty();
  }

  private static StatusAnswer message() {
    return StatusAnswer.newBuilder().setMessageId(4711).setState(MessageState.VERIFIED).setChannel("sms").setDispatch(2)
        .setSequence(3).setReason(null).setProviderCode(null).setRecipientMasked("+38097*****67")
        .setCallerReference("9007199254740993").setAcceptedAt(NOON).setUpdatedAt(NOON.plusSeconds(9))
        .setExpiresAt(NOON.plusSeconds(300))
        .setHistory(List.of(event(1, StatusType.ACCEPTED, MessageState.QUEUED, 0).build(),
            event(2, StatusType.FALLBACK, MessageState.DISPATCHED, 5).setChannel("telegram").setDispatch(1)
                .setProvider("telegram-gateway").setReason(Reason.NO_RECEIPT).setProviderCode("EXPIRED").build(),
            event(3, StatusType.ATTEMPT_FAILED, MessageState.SENT, 9).setAttemptsLeft(2).build(),
            event(4, StatusType.DISPATCHED, MessageState.DISPATCHED, 10).setChannel("sms")
                .setChoice(RouteChoice.INSTEAD).setSkipped(List.of("telegram")).build()))
        .build();
  }

  private static StatusEvent.Builder event(int sequence, StatusType type, MessageState state, int second) {
    return StatusEvent.newBuilder().setMessageId(4711).setSequence(sequence).setType(type).setState(state)
        .setAt(NOON.plusSeconds(second)).setAccountId("a1").setPurpose("login").setRecipientToken("t0")
        .setRecipientMasked("+38097*****67");
  }

  private Answer ask(String operation, String token, String id, String query) {
    var call = new Call(Map.of(Call.AUTHORIZATION, "Bearer " + token), Map.of("id", id), query, new byte[0]);
    return timeline.operations().stream().filter(one -> one.name().equals(operation)).findFirst().orElseThrow()
        .answers().apply(call).join();
  }

  private static String text(Answer answer) {
    return answer.body().text();
  }
}
