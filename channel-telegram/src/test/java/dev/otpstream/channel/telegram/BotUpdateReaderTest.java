package dev.otpstream.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.otpstream.kit.bot.Update;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BotUpdateReaderTest {
  private static final String ANN = "{\"id\":77,\"is_bot\":false,\"first_name\":\"Ann\",\"language_code\":\"uk\"}";

  @ParameterizedTest
  @CsvSource({"/start otp_abc,otp_abc", "/start,''", "/start@shop_bot otp_abc,otp_abc",
    "'  /start   otp_abc  ',otp_abc",
    "/start otp_abc more words,otp_abc"}) void aStartHasItsPayload(String text, String payload) {
    Update update = read(message(ANN, "{\"id\":77,\"type\":\"private\"}", text)).orElseThrow();
    assertThat(update.deed()).isEqualTo(new Update.Started(payload));
    assertThat(update.id()).isEqualTo("9");
    assertThat(update.userId()).isEqualTo("77");
    assertThat(update.language()).contains("uk");
    assertThat(update.profile()).contains(new Update.Profile("Ann", null));
  }

  @Test void aStopIsOne() {
    assertThat(read(message(ANN, "{\"id\":77,\"type\":\"private\"}", "/stop")).orElseThrow().deed())
        .isEqualTo(new Update.Stopped());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "", "start", "/started", "/help"}) void otherWordsAreNotForUs(String text) {
    assertThat(read(message(ANN, "{\"id\":77,\"type\":\"private\"}", text))).isEmpty();
  }

  @Test void groupsAndOtherBotsAreNotForUs() {
    assertThat(read(message(ANN, "{\"id\":-100,\"type\":\"group\"}", "/start"))).isEmpty();
    assertThat(read(message("{\"id\":77,\"is_bot\":true}", "{\"id\":77,\"type\":\"private\"}", "/start"))).isEmpty();
  }

  @Test void aTapCountsInTheTappersOwnChat() {
    String tap = "{\"update_id\":9,\"callback_query\":{\"id\":\"q\",\"from\":" + ANN
        + ",\"data\":\"otp:y:abc\",\"message\":{\"message_id\":12,\"chat\":{\"id\":%s}}}}";
    assertThat(read(tap.formatted("77")).orElseThrow().deed())
        .isEqualTo(new Update.Tapped("q", "otp:y:abc", Optional.of("12")));
    assertThat(read(tap.formatted("78"))).isEmpty();
  }

  @Test void aTapMayComeWithoutItsMessage() {
    assertThat(read("{\"update_id\":9,\"callback_query\":{\"id\":\"q\",\"from\":" + ANN + ",\"data\":\"x\"}}")
        .orElseThrow().deed()).isEqualTo(new Update.Tapped("q", "x", Optional.empty()));
  }

  @Test void whoBlocksAndWhoComesBackIsHeard() {
    String member = "{\"update_id\":9,\"my_chat_member\":{\"from\":" + ANN
        + ",\"chat\":{\"id\":77,\"type\":\"private\"},\"new_chat_member\":{\"status\":\"%s\"}}}";
    assertThat(read(member.formatted("kicked")).orElseThrow().deed()).isEqualTo(new Update.Blocked());
    assertThat(read(member.formatted("member")).orElseThrow().deed()).isEqualTo(new Update.Unblocked());
    assertThat(read(member.formatted("something"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "7", "{\"update_id\":9}", "{\"update_id\":9,\"message\":7}",
    "{\"update_id\":9,\"message\":{\"text\":\"/start\"}}",
    "{\"update_id\":9,\"callback_query\":{}}"}) void whatNobodyCanReadIsPassedOver(String update) {
    assertThat(read(update)).isEmpty();
  }

  @Test void theHighestIdCountsWhetherReadOrNot() throws JsonProcessingException {
    var updates = BotSaid.JSON.readTree("[{\"update_id\":7},{\"update_id\":9,\"poll\":{}},{\"update_id\":8}]");
    assertThat(BotUpdateReader.highestId(updates)).contains(9L);
    assertThat(BotUpdateReader.highestId(BotSaid.JSON.readTree("[]"))).isEmpty();
  }

  private static Optional<Update> read(String json) {
    try {
      return BotUpdateReader.read(BotSaid.JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String message(String from, String chat, String text) {
    return "{\"update_id\":9,\"message\":{\"message_id\":1,\"from\":" + from + ",\"chat\":" + chat + ",\"text\":\""
        + text
        + "\"}}";
  }
}
