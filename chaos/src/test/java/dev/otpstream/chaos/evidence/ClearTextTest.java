package dev.otpstream.chaos.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClearTextTest {
  private final ClearText clear = new ClearText(Set.of("04821690", "00102400"), 8, Set.of("380971234567"),
      Set.of(102_400L));

  @ParameterizedTest
  @ValueSource(strings = {"04821690", "code 04821690", "\u000004821690\u0010", "a04821690b",
    "{\"code\":\"04821690\"}"}) void findsACodeThatStandsAlone(String text) throws IOException {
    search(text);
    assertThat(clear.leaks()).extracting(Leak::what).containsExactly("a code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"380971234567", "+380971234567,", "to=00380971234567",
    "1380971234567"}) void findsANumberEvenWithinARunOfDigits(String text) throws IOException {
    search(text);
    assertThat(clear.leaks()).extracting(Leak::what).containsExactly("a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"104821690", "048216901", "0482169", "+38097*****67",
    "1767323045123"}) void takesNothingElseForOne(String text) throws IOException {
    search(text);
    assertThat(clear.leaks()).isEmpty();
  }

  @Test void leavesOutACodeThatLooksLikeAMessageId() throws IOException {
    search("00102400");
    assertThat(clear.leaks()).isEmpty();
  }

  @Test void countsWhatItHasRead() throws IOException {
    search("x".repeat(200_000));
    assertThat(clear.bytes()).isEqualTo(200_000);
  }

  private void search(String text) throws IOException {
    clear.search(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), "a text");
  }
}
