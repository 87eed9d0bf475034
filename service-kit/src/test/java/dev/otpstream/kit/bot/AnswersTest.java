package dev.otpstream.kit.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.BotOrder;
import dev.otpstream.schemas.BotOrderKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  @ParameterizedTest
  @EnumSource(names = "OTHER", mode = EnumSource.Mode.EXCLUDE) void thereAreWordsForEveryOrder(BotOrderKind kind) {
    Speech speech = Answers.to(order(kind).build(), "77", Optional.empty()).orElseThrow();
    assertThat(speech.text()).isNotBlank().doesNotContain("{", "}", "null");
    assertThat(speech.chatId()).isEqualTo("77");
    assertThat(speech.buttons()).hasSize(kind == BotOrderKind.ASK ? 2 : 0);
  }

  @Test void whatNobodyUnderstandsIsNotSaid() {
    assertThat(Answers.to(order(BotOrderKind.OTHER).build(), "77", Optional.empty())).isEmpty();
    assertThat(Answers.to(order(BotOrderKind.ASK).setRequestId(null).build(), "77", Optional.empty())).isEmpty();
  }

  @Test void aTappedMessageIsReplaced() {
    var order = order(BotOrderKind.CANCELLED).setTapped("12").build();
    assertThat(Answers.to(order, "77", Optional.empty()).orElseThrow().replaces()).contains("12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "en-GB", "de_AT", "xx", "not a language",
    ""}) void aLanguageWithoutWordsIsSpokenToInEnglish(
        String language) {
    assertThat(Phrases.say("cancelled", Optional.of(language), Map.of())).startsWith("As you wish");
  }

  @Test void whatFillsAPlaceIsTakenAsItIs() {
    assertThat(Phrases.say("code", Optional.empty(), Map.of("code", "{code} $1 \\{brand}")))
        .isEqualTo("Your code: {code} $1 \\{brand}");
  }

  private static BotOrder.Builder order(BotOrderKind kind) {
    return BotOrder.newBuilder().setChannel("telegram").setKind(kind).setChat(ByteBuffer.allocate(0))
        .setRequestId("Kq9xV3mN2pT7rL8s").setUpdateId("1").setAt(Instant.EPOCH);
  }
}
