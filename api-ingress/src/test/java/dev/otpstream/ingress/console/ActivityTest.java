package dev.otpstream.ingress.console;

import static dev.otpstream.schemas.StatusType.ACCEPTED;
import static dev.otpstream.schemas.StatusType.ATTEMPTS_USED;
import static dev.otpstream.schemas.StatusType.DELIVERED;
import static dev.otpstream.schemas.StatusType.DISPATCHED;
import static dev.otpstream.schemas.StatusType.FAILED;
import static dev.otpstream.schemas.StatusType.FALLBACK;
import static dev.otpstream.schemas.StatusType.READ;
import static dev.otpstream.schemas.StatusType.SENT;
import static dev.otpstream.schemas.StatusType.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivityTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Map<StatusType, MessageState> STATES = new EnumMap<>(Map.of(VERIFIED, MessageState.VERIFIED,
      ATTEMPTS_USED, MessageState.ATTEMPTS_USED));
  private final Activity activity = new Activity();
  private int sequence;

  @Test void aMessageCountsInEachStepOfItsChannel() {
    goes(1, NOON, Duration.ofMillis(80), Duration.ofMillis(400), Duration.ofSeconds(9));

    JsonNode picture = picture(NOON.plusSeconds(60));
    assertThat(picture.at("/funnels/0").toString()).isEqualTo(
        "{\"channel\":\"telegram\",\"accepted\":1,\"fallen_back\":0,\"passed_over\":0,\"dispatched\":1,\"delivered\":1,\"verified\":1}");
    assertThat(picture.at("/totals/accepted").asInt()).isEqualTo(1);
    assertThat(picture.at("/stages/send/p50").asInt()).isEqualTo(80);
    assertThat(picture.at("/stages/reach/p99").asInt()).isBetween(480, 484); // two digits
    assertThat(picture.at("/stages/verify/p95").asInt()).isBetween(9000, 9100);
    assertThat(picture.at("/providers/0/latency/p50").asInt()).isEqualTo(80);
  }

  @Test void aFallbackCountsForBothChannelsAndTheEndForTheLast() {
    take(1, ACCEPTED, null, NOON);
    take(1, DISPATCHED, "telegram", NOON);
    take(1, FAILED, "telegram", NOON.plusMillis(50));
    take(1, FALLBACK, "telegram", NOON.plusMillis(50));
    take(1, DISPATCHED, "sms", 2, NOON.plusMillis(50));
    take(1, SENT, "sms", NOON.plusMillis(150));
    take(1, VERIFIED, null, NOON.plusSeconds(9));

    JsonNode funnels = picture(NOON.plusSeconds(60)).at("/funnels");
    assertThat(funnels.get(0).toString()).isEqualTo(
        "{\"channel\":\"sms\",\"accepted\":0,\"fallen_back\":1,\"passed_over\":0,\"dispatched\":1,\"delivered\":1,\"verified\":1}");
    assertThat(funnels.get(1).toString()).isEqualTo(
        "{\"channel\":\"telegram\",\"accepted\":1,\"fallen_back\":0,\"passed_over\":0,\"dispatched\":1,\"delivered\":0,\"verified\":0}");
    JsonNode providers = picture(NOON.plusSeconds(60)).at("/providers");
    assertThat(providers.get(0).at("/delivered").asInt()).as("verified before the receipt").isEqualTo(1);
    assertThat(providers.get(1).at("/reasons").toString()).isEqualTo("{\"recipient_unreachable\":1}");
  }

  @Test void aLateWordOfAnAbandonedChannelIsNotBookedOnTheNext() {
    take(1, ACCEPTED, null, NOON);
    take(1, DISPATCHED, "telegram", NOON);
    take(1, SENT, "telegram", NOON.plusMillis(50));
    take(1, FALLBACK, "telegram", NOON.plusSeconds(30));
    take(1, DISPATCHED, "sms", 2, NOON.plusSeconds(30));
    take(1, DELIVERED, "telegram", NOON.plusSeconds(31));
    take(1, SENT, "sms", NOON.plusSeconds(31));
    take(1, DELIVERED, "sms", NOON.plusSeconds(32));

    JsonNode picture = picture(NOON.plusSeconds(60));
    assertThat(picture.at("/funnels/0/delivered").asInt()).as("by sms").isEqualTo(1);
    assertThat(picture.at("/totals/sent").asInt()).isEqualTo(2);
    assertThat(picture.at("/providers")).hasSize(2)
        .allSatisfy(provider -> assertThat(provider.at("/delivered").asInt()).isEqualTo(1));
  }

  @Test void aReceiptThatOvertakesTheProvidersWordSaysBoth() {
    take(1, ACCEPTED, null, NOON);
    take(1, DISPATCHED, "telegram", NOON);
    take(1, DELIVERED, "telegram", NOON.plusSeconds(1));

    JsonNode picture = picture(NOON.plusSeconds(60));
    assertThat(picture.at("/providers/0/sent").asInt()).isEqualTo(1);
    assertThat(picture.at("/totals/sent").asInt()).isEqualTo(1);
  }

  @Test void anEventThatComesAgainChangesNothing() {
    take(1, ACCEPTED, null, NOON);
    StatusEvent dispatched = event(1, DISPATCHED, "telegram", 1, NOON);
    activity.take(dispatched);
    activity.take(dispatched);
    take(1, DELIVERED, "telegram", NOON.plusSeconds(1));
    take(1, READ, "telegram", NOON.plusSeconds(2));

    JsonNode funnel = picture(NOON.plusSeconds(60)).at("/funnels/0");
    assertThat(funnel.get("dispatched").asInt()).isEqualTo(1);
    assertThat(funnel.get("delivered").asInt()).as("read is delivered already").isEqualTo(1);
  }

  @Test void theFunnelBelongsToTheMomentOfAcceptance() {
    goes(1, NOON, Duration.ofMillis(80), Duration.ofMillis(400), Duration.ofMinutes(4));

    JsonNode later = picture(NOON.plusSeconds(304));
    assertThat(later.at("/funnels").size()).as("accepted before the time shown").isZero();
    assertThat(later.at("/totals/verified").asInt()).as("verified in it").isEqualTo(1);
  }

  @Test void aChannelThatIsPassedOverIsSaidSo() {
    take(1, ACCEPTED, null, NOON);
    activity.take(builder(1, DISPATCHED, "sms", 1, NOON).setSkipped(List.of("telegram")).build());

    JsonNode picture = picture(NOON.plusSeconds(60));
    assertThat(picture.at("/passed_over").toString())
        .isEqualTo("[{\"channel\":\"telegram\",\"last_at\":\"2026-01-02T12:00:00Z\"}]");
    assertThat(picture.at("/funnels/1/passed_over").asInt()).isEqualTo(1);
  }

  @Test void whatIsOlderThanTheHourIsForgotten() {
    goes(1, NOON, Duration.ofMillis(80), Duration.ofMillis(400), Duration.ofSeconds(9));
    goes(2, NOON.plus(Duration.ofHours(2)), Duration.ofMillis(70), Duration.ofMillis(400), Duration.ofSeconds(9));

    JsonNode picture = json(activity.picture(Activity.KEPT, NOON.plus(Duration.ofHours(2)).plusSeconds(60)));
    assertThat(picture.at("/totals/accepted").asInt()).isEqualTo(1);
    assertThat(picture.at("/stages/send/count").asInt()).isEqualTo(1);
  }

  @Test void theWayOfAMessageThatBeganBeforeIsCountedWithoutItsTimes() {
    sequence = 2;
    take(1, SENT, "telegram", NOON);
    take(1, VERIFIED, null, NOON.plusSeconds(1));

    JsonNode picture = picture(NOON.plusSeconds(60));
    assertThat(picture.at("/totals/verified").asInt()).isEqualTo(1);
    assertThat(picture.at("/funnels").size()).isZero();
    assertThat(picture.at("/stages/send").isMissingNode()).isTrue();
  }

  @Test void memoryIsBounded() {
    for (long id = 1; id <= 30_000; id++) {
      sequence = 0;
      take(id, ACCEPTED, null, NOON);
    }
    sequence = 1;
    take(1, DISPATCHED, "telegram", NOON);
    sequence = 1;
    take(30_000, DISPATCHED, "telegram", NOON);

    JsonNode picture = picture(NOON.plusSeconds(1));
    assertThat(picture.at("/totals/accepted").asInt()).isEqualTo(30_000);
    assertThat(picture.at("/funnels/0/dispatched").asInt()).as("of the oldest nothing is known").isEqualTo(1);
  }

  @Test void lockedCodesAreListedMaskedTheNewestFirst() {
    for (long id = 1; id <= 30; id++) {
      sequence = 0;
      take(id, ATTEMPTS_USED, null, NOON.plusSeconds(id));
    }

    JsonNode locked = picture(NOON.plusSeconds(60)).at("/locked");
    assertThat(locked.size()).isEqualTo(20);
    assertThat(locked.get(0).get("message_id").asText()).isEqualTo("30");
    assertThat(locked.get(0).get("recipient").asText()).isEqualTo("+38097*****67");
  }

  private void goes(long id, Instant at, Duration send, Duration deliver, Duration verify) {
    sequence = 0;
    take(id, ACCEPTED, null, at);
    take(id, DISPATCHED, "telegram", at);
    Instant sent = at.plus(send);
    take(id, SENT, "telegram", sent);
    Instant delivered = sent.plus(deliver);
    take(id, DELIVERED, "telegram", delivered);
    take(id, VERIFIED, null, delivered.plus(verify));
  }

  private void take(long id, StatusType type, String channel, Instant at) {
    take(id, type, channel, 1, at);
  }

  private void take(long id, StatusType type, String channel, int dispatch, Instant at) {
    activity.take(event(id, type, channel, dispatch, at));
  }

  private StatusEvent event(long id, StatusType type, String channel, int dispatch, Instant at) {
    return builder(id, type, channel, dispatch, at).build();
  }

  private StatusEvent.Builder builder(long id, StatusType type, String channel, int dispatch, Instant at) {
    boolean asked = type == SENT || type == DELIVERED || type == FAILED;
    return StatusEvent.newBuilder().setMessageId(id).setSequence(++sequence).setType(type)
        .setState(STATES.getOrDefault(type, MessageState.DISPATCHED)).setAt(at).setAccountId("acme")
        .setRecipientToken("token").setRecipientMasked("+38097*****67").setChannel(channel).setDispatch(dispatch)
        .setProvider(asked ? channel + "-provider" : null)
        .setReason(type == FAILED ? Reason.RECIPIENT_UNREACHABLE : null);
  }

  private JsonNode picture(Instant now) {
    return json(activity.picture(Duration.ofMinutes(5), now));
  }

  private static JsonNode json(Picture picture) {
    try {
      return JSON.readTree(picture.json().text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
