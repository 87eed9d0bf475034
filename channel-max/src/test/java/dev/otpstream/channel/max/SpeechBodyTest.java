package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.bot.Speech;
import dev.otpstream.kit.bot.Speech.Button;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeechBodyTest {
  @Test void aCodeCanBeTappedAndTheRestIsNoMarkup() {
    assertThat(body("<b>Shop</b> & Co: 4711 <", Optional.of("4711"), List.of(), Optional.empty()))
        .isEqualTo("{\"text\":\"&lt;b&gt;Shop&lt;/b&gt; &amp; Co: <code>4711</code> &lt;\",\"format\":\"html\"}");
  }

  @Test void aTextWithoutACodeIsPlain() {
    assertThat(body("<b>hi</b>", Optional.empty(), List.of(), Optional.empty()))
        .isEqualTo("{\"text\":\"<b>hi</b>\"}");
  }

  @Test void buttonsHaveRowsOfTheirOwn() {
    assertThat(body("?", Optional.empty(), List.of(new Button("Yes", "otp:y:x"), new Button("No", "otp:n:x")),
        Optional.empty())).isEqualTo("""
            {"text":"?","attachments":[{"type":"inline_keyboard","payload":{"buttons":[\
            [{"type":"callback","text":"Yes","payload":"otp:y:x"}],\
            [{"type":"callback","text":"No","payload":"otp:n:x"}]]}}]}""");
  }

  @Test void anEditTakesTheButtonsAway() {
    assertThat(body("over", Optional.empty(), List.of(), Optional.of("mid.1")))
        .isEqualTo("{\"text\":\"over\",\"attachments\":[]}");
  }

  @Test void whatIsTooLongIsNotCut() {
    assertThat(SpeechBody.of(new Speech("1", "x".repeat(SpeechBody.TEXT_MAX + 1), Optional.empty(), List.of(),
        Optional.empty()))).isEmpty();
  }

  private static String body(String text, Optional<String> code, List<Button> buttons, Optional<String> replaces) {
    return SpeechBody.of(new Speech("1", text, code, buttons, replaces)).orElseThrow().toString();
  }
}
