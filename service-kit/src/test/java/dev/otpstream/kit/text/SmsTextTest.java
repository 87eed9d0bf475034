package dev.otpstream.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.text.SmsText.Alphabet;
import dev.otpstream.kit.text.SmsText.Reference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsTextTest {
  private static final int[] LATIN = "Your code: 123456 [a] €~^{}\\|@Ø".codePoints().toArray();
  private static final int[] MIXED = "Ваш код 123 😀 👍ẞab漢".codePoints().toArray();

  @ParameterizedTest
  @CsvSource({"x,0,1", "x,1,1", "x,160,1", "x,161,2", "x,306,2", "x,307,3", "€,80,1", "€,81,2", "€,152,2",
    "€,153,3", "Ж,70,1", "Ж,71,2", "Ж,134,2", "Ж,135,3", "😀,35,1", "😀,36,2", "😀,66,2",
    "😀,67,3"}) void partsFollowTheStandard(String character, int count, int parts) {
    assertThat(SmsText.of(character.repeat(count)).parts()).hasSize(parts);
  }

  @ParameterizedTest
  @CsvSource({"GSM,x,304,2", "GSM,x,305,3", "UCS2,Ж,132,2", "UCS2,Ж,133,3"}) void aLongReferenceLeavesLessRoom(
      Alphabet alphabet, String character, int count, int parts) {
    assertThat(SmsText.of(character.repeat(count), alphabet, Reference.TWO_OCTETS).parts()).hasSize(parts);
  }

  @Test void oneForeignCharacterTurnsTheWholeText() {
    assertThat(SmsText.of("Code 1234").alphabet()).isEqualTo(Alphabet.GSM);
    assertThat(SmsText.of("Cоde 1234" /* a Cyrillic o */).alphabet()).isEqualTo(Alphabet.UCS2);
  }

  @Test void anEscapedCharacterMovesToTheNextPartWhole() {
    assertThat(SmsText.of("x".repeat(152) + "€" + "y".repeat(20)).parts())
        .containsExactly("x".repeat(152), "€" + "y".repeat(20));
  }

  @Test void aSurrogatePairMovesToTheNextPartWhole() {
    assertThat(SmsText.of("Ж".repeat(66) + "😀" + "Ж".repeat(20)).parts())
        .containsExactly("Ж".repeat(66), "😀" + "Ж".repeat(20));
  }

  @Test void anyTextIsSplitWithoutLossIntoPartsThatFit() {
    var random = new Random(20_250_101);
    for (int round = 0; round < 2_000; round++) {
      String text = randomText(random, random.nextBoolean() ? LATIN : MIXED, random.nextInt(700));
      for (Reference reference : Reference.values()) {
        SmsText sms = SmsText.of(text, SmsText.alphabetOf(text), reference);
        assertThat(String.join("", sms.parts())).isEqualTo(text);
        List<Integer> octets = sms.parts().stream().map(part -> octets(sms.alphabet(), part)).toList();
        int header = sms.parts().size() == 1 ? 0 : reference == Reference.ONE_OCTET ? 6 : 7;
        assertThat(octets).allMatch(count -> count + header <= 140);
        assertThat(sms.parts()).noneMatch(part -> !part.isEmpty() && Character.isLowSurrogate(part.charAt(0)));
      }
    }
  }

  @Test void printsWithoutTheText() {
    assertThat(SmsText.of("code 481516").toString()).doesNotContain("481516");
  }

  private static int octets(Alphabet alphabet, String part) {
    return alphabet == Alphabet.UCS2
        ? part.getBytes(StandardCharsets.UTF_16BE).length
        : Math.ceilDiv(GsmAlphabet.encode(part).length * 7, 8);
  }

  private static String randomText(Random random, int[] alphabet, int length) {
    return random.ints(length, 0, alphabet.length).mapToObj(i -> Character.toString(alphabet[i]))
        .collect(Collectors.joining());
  }
}
