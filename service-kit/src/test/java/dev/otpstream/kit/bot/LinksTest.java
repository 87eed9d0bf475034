package dev.otpstream.kit.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.bot.Links.Answer;
import dev.otpstream.kit.bot.Links.Payload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
  @Test void aPayloadNamesARequestOrAnAccount() {
    assertThat(Links.payload("otp_Kq9xV3mN2pT7rL8s")).isEqualTo(new Payload.Code("Kq9xV3mN2pT7rL8s"));
    assertThat(Links.payload("sub_550e8400-e29b")).isEqualTo(new Payload.Subscription("550e8400-e29b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "otp_", "sub_", "otp_a b", "otp_../x", "OTP_a", "otp_a\n",
    "hello"}) void allElseMeansNothing(
        String payload) {
    assertThat(Links.payload(payload)).isEqualTo(new Payload.Plain());
    assertThat(Links.answer(payload)).isEmpty();
  }

  @Test void aButtonComesBackAsTheAnswerItWas() {
    for (boolean agrees : new boolean[]{true, false}) {
      var answer = new Answer(agrees, "x".repeat(56));
      assertThat(Links.answer(Links.button(answer))).contains(answer);
      assertThat(Links.button(answer).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(64);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"otp:y:", "otp:x:a", "otp:y:a b", "otp:y:a:b", "y:a"}) void madeUpButtonsMeanNothing(
      String data) {
    assertThat(Links.answer(data)).isEmpty();
  }
}
