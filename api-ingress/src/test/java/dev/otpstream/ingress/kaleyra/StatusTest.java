package dev.otpstream.ingress.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.engine.CallerId;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.StatusQuestion;
import dev.otpstream.ingress.engine.StatusReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.StatusAnswer;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTest {
  private static final Set<String> WORDS = Set.of("Delivered", "UnDelivered", "NotSent", "Sent");
  private final KaleyraCaller caller = new KaleyraCaller();

  @ParameterizedTest
  @ValueSource(strings = {"status", "status_sms"}) void messagesAreFoundByTheIdsThatTheirSenderWasGiven(
      String operation) {
    caller.engine.onStatus(found(MessageState.DELIVERED, null));
    String ids = KaleyraCaller.ID + ":1,%20" + KaleyraCaller.ID + "%3A2";
    Answer answer = caller.get(operation, "message_ids=" + ids);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"data\":[{\"campaign_id\":\"" + KaleyraCaller.ID
        + ":1\",\"status\":\"Delivered\",\"status_details\":\"DELIVERED\"},{\"campaign_id\":\"" + KaleyraCaller.ID
        + ":2\",\"status\":\"Delivered\",\"status_details\":\"DELIVERED\"}],\"error\":{}}");
    assertThat(caller.engine.questions).first()
        .isEqualTo(new StatusQuestion.OfCallerId(new CallerId("kaleyra", "\"" + KaleyraCaller.ID + ":1\"")));
  }

  @ParameterizedTest
  @CsvSource(nullValues = "null", value = {"QUEUED,null,Sent,SUBMITTED", "DISPATCHED,null,Sent,SUBMITTED",
    "SENT,null,Sent,SENT", "READ,null,Delivered,DELIVERED", "EXPIRED,null,UnDelivered,EXPIRED",
    "CANCELLED,null,UnDelivered,FAILED", "UNDELIVERABLE,null,UnDelivered,FAILED",
    "UNDELIVERABLE,RECIPIENT_INVALID,NotSent,KLR-INV-NUMBER", "UNDELIVERABLE,RECIPIENT_BLOCKED,NotSent,OPT-OUT",
    "UNDELIVERABLE,NO_ROUTE,NotSent,NOT-ALLOWED", "UNDELIVERABLE,RECIPIENT_UNREACHABLE,UnDelivered,ABSENT-SUB",
    "UNDELIVERABLE,CONTENT_REFUSED,UnDelivered,REJECTED",
    "UNDELIVERABLE,SENDER_REFUSED,UnDelivered,REJECTED",
    "UNDELIVERABLE,PROVIDER_UNAVAILABLE,UnDelivered,FAILED"}) void eachStateHasItsWords(
        MessageState state, Reason reason, String status, String details) {
    caller.engine.onStatus(found(state, reason));
    assertThat(caller.get("status", "message_ids=" + KaleyraCaller.ID + ":1").body().text())
        .contains("\"status\":\"" + status + "\",\"status_details\":\"" + details + "\"");
  }

  @ParameterizedTest
  @EnumSource(MessageState.class) void thereIsNoOtherWord(MessageState state) {
    for (Reason reason : Reason.values())
      assertThat(StatusWord.of(state, reason).status()).isIn(WORDS);
  }

  @Test void unknownIdsAreLeftOutAndIfThereIsNoOtherItIsE104() {
    caller.engine.onStatus(found(MessageState.SENT, null));
    assertThat(caller.get("status", "message_ids=nonsense," + KaleyraCaller.ID + ":1").body().text())
        .doesNotContain("nonsense").contains(":1\"");
    caller.engine.onStatus(new StatusReply.Unknown());
    Answer none = caller.get("status", "message_ids=nonsense," + KaleyraCaller.ID + ":1");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.body().text()).isEqualTo("{\"code\":\"E104\",\"message\":\"No Records Found\","
        + "\"error\":{\"message_ids\":\"No Records Found\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1024", "ee8a0000-0000-4000-8000-9b717000030d",
    "ee8a0000-0000-4000-8000-9b717000030d:0", "ee8a0000-0000-4000-8000-9b717000030d:1234",
    "%00"}) void whatCannotBeAnIdOfOursNeverReachesTheEngine(String id) {
    caller.get("status", "message_ids=" + id);
    assertThat(caller.engine.questions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "message_ids=", "message_ids=,", "message_ids=%FF", "other=1"}) void noIdsAreE413(
      String query) {
    assertThat(caller.get("status", query).body().text()).startsWith("{\"code\":\"E413\"");
  }

  @Test void moreThanAHundredIdsAreE413() {
    assertThat(caller.get("status", ids(100)).body().text()).startsWith("{\"code\":\"E104\"");
    assertThat(caller.get("status", ids(101)).body().text()).startsWith("{\"code\":\"E413\"");
  }

  @Test void aSilentEngineIs503() {
    caller.engine.onStatus(new EngineAway());
    assertThat(caller.get("status", "message_ids=" + KaleyraCaller.ID + ":1").status()).isEqualTo(503);
  }

  private static String ids(int count) {
    return "message_ids=" + IntStream.rangeClosed(1, count).mapToObj(n -> KaleyraCaller.ID + ":" + n)
        .collect(Collectors.joining(","));
  }

  private static StatusReply found(MessageState state, Reason reason) {
    var message = new StatusAnswer();
    message.put("state", state);
    message.put("reason", reason);
    return new StatusReply.Found(message);
  }
}
