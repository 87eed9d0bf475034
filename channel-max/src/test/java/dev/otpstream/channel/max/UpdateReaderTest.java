package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.Secret;
import dev.otpstream.kit.bot.Update;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates as the messenger documents them. */
class UpdateReaderTest {
  private static final String STARTED = """
      {"update_type":"bot_started","timestamp":1775025604499,"chat_id":182182182,
       "user":{"user_id":123456789,"first_name":"John","last_name":"Doe","is_bot":false,
               "last_activity_time":1775025580000,"name":"John Doe"},
       "payload":"otp_Kq9xV3mN2pT7rL8s","user_locale":"ru"}""";
  private static final String TAPPED = """
      {"update_type":"message_callback","timestamp":1775025604499,"user_locale":"ru",
       "callback":{"timestamp":1775026702210,"callback_id":"f9LH","payload":"otp:y:Kq9",
                   "user":{"user_id":123456789,"first_name":"John","username":"john","is_bot":false}},
       "message":{"recipient":{"chat_id":182182182,"chat_type":"dialog","user_id":123456789},
                  "timestamp":1775026671403,"body":{"mid":"mid.1","seq":116328147937082782,"text":"?"},
                  "sender":{"user_id":229229229,"is_bot":true,"username":"unit_bot"}}}""";
  private static final String WRITTEN = """
      {"update_type":"message_created","timestamp":1775025604499,"user_locale":"uk",
       "message":{"recipient":{"chat_id":1,"chat_type":"%s","user_id":229229229},"timestamp":1775026671403,
                  "body":{"mid":"mid.2","seq":1,"text":"%s"},"sender":{"user_id":5,"is_bot":%s}}}""";
  private final UpdateReader reader = new UpdateReader(new Secret("token"));

  @Test void aLinkIsAStartWithItsPayload() throws IOException {
    Update update = read(STARTED).orElseThrow();
    assertThat(update.deed()).isEqualTo(new Update.Started("otp_Kq9xV3mN2pT7rL8s"));
    assertThat(update.userId()).isEqualTo("123456789").isEqualTo(update.chatId());
    assertThat(update.language()).contains("ru");
    assertThat(update.profile()).contains(new Update.Profile("John", null));
    assertThat(update.id()).doesNotContain("123456789");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"payload\":null,", ""}) void aStartMayHaveNoPayload(String payload) throws IOException {
    assertThat(read(STARTED.replace("\"payload\":\"otp_Kq9xV3mN2pT7rL8s\",", payload)).orElseThrow().deed())
        .isEqualTo(new Update.Started(""));
  }

  @Test void aTapNamesTheMessageAndTheButton() throws IOException {
    Update update = read(TAPPED).orElseThrow();
    assertThat(update.deed()).isEqualTo(new Update.Tapped("f9LH", "otp:y:Kq9", Optional.of("mid.1")));
    assertThat(update.profile()).contains(new Update.Profile("John", "john"));
  }

  @Test void aTapOnAMessageThatIsGoneStillCounts() throws IOException {
    String gone = TAPPED.substring(0, TAPPED.indexOf("\"message\":{")) + "\"message\":null}";
    assertThat(read(gone).orElseThrow().deed())
        .isEqualTo(new Update.Tapped("f9LH", "otp:y:Kq9", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"/start otp_Kq9,otp_Kq9", "/start   sub_a ,sub_a", "/start,''"}) void aStartMayBeWritten(String text,
      String payload) throws IOException {
    assertThat(read(WRITTEN.formatted("dialog", text, false)).orElseThrow().deed())
        .isEqualTo(new Update.Started(payload));
  }

  @Test void soMayAStop() throws IOException {
    assertThat(read(WRITTEN.formatted("dialog", "/stop", false)).orElseThrow().deed())
        .isInstanceOf(Update.Stopped.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bot_stopped", "dialog_removed"}) void whoLeavesIsOutOfReach(String type)
      throws IOException {
    assertThat(read(STARTED.replace("bot_started", type)).orElseThrow().deed()).isInstanceOf(Update.Blocked.class);
  }

  @Test void theSameUpdateHasTheSameIdAndAnotherHasAnother() throws IOException {
    assertThat(read(STARTED).orElseThrow().id()).isEqualTo(read(STARTED).orElseThrow().id())
        .isNotEqualTo(read(STARTED.replace("604499", "604500")).orElseThrow().id())
        .isNotEqualTo(read(STARTED.replace("123456789", "123456780")).orElseThrow().id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "7", "{\"update_type\":\"dialog_cleared\"}", "{\"update_type\":\"bot_started\"}",
    "{\"update_type\":\"bot_started\",\"user\":{\"user_id\":\"x\"}}",
    "{\"update_type\":\"message_callback\",\"callback\":{\"user\":{\"user_id\":5}}}",
    "{\"update_type\":\"comment_created\",\"user\":{\"user_id\":5}}"}) void whatNobodyUnderstandsIsNoUpdate(String json)
        throws IOException {
    assertThat(read(json)).isEmpty();
  }

  @Test void neitherIsSmallTalkNorAGroupNorABot() throws IOException {
    assertThat(read(WRITTEN.formatted("dialog", "hello", false))).isEmpty();
    assertThat(read(WRITTEN.formatted("chat", "/start otp_x", false))).isEmpty();
    assertThat(read(WRITTEN.formatted("dialog", "/start otp_x", true))).isEmpty();
    assertThat(read(TAPPED.replace("\"dialog\"", "\"chat\""))).isEmpty();
  }

  private Optional<Update> read(String json) throws IOException {
    return reader.read(Said.JSON.readTree(json));
  }
}
