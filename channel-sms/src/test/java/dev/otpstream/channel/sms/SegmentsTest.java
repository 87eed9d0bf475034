package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.channel.sms.SmppConfig.LongTexts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jsmpp.bean.OptionalParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentsTest {
  private static final int REFERENCE = 0xABCD;

  @Test void aShortTextGoesInOneWhateverTheWay() {
    for (LongTexts way : LongTexts.values()) {
      var segments = Segments.of("code @ €", way, DefaultCoding.GSM, REFERENCE);
      assertThat(segments.parts()).isEqualTo(1);
      Segment only = segments.all().getFirst();
      assertThat(only.esmClass()).isZero();
      assertThat(only.dataCoding()).isZero();
      assertThat(only.parameters()).isEmpty();
      assertThat(only.body()).containsExactly('c', 'o', 'd', 'e', ' ', 0x00, ' ', 0x1B, 0x65);
    }
  }

  @Test void aTextBeyondTheAlphabetGoesAsUcs2() {
    Segment only = Segments.of("Код 1", LongTexts.UDH, DefaultCoding.GSM, REFERENCE).all().getFirst();
    assertThat(only.dataCoding()).isEqualTo((byte) 8);
    assertThat(only.body()).isEqualTo("Код 1".getBytes(StandardCharsets.UTF_16BE));
  }

  @ParameterizedTest
  @CsvSource({"LATIN1,ä[é,0", "LATIN1,ä€,8", "LATIN1,ÊÊ,8", "LATIN1,Δ,8", "ASCII,a[b,0", "ASCII,ä,8",
    "ASCII,a`b,8", "GSM,Δ€[,0", "GSM,ÊÊ,8"}) void theDefaultCodingIsUsedForWhatItAndThePhoneKnow(DefaultCoding coding,
        String text, int dataCoding) {
    Segment only = Segments.of(text, LongTexts.UDH, coding, REFERENCE).all().getFirst();
    assertThat(only.dataCoding()).isEqualTo((byte) dataCoding);
    if (coding != DefaultCoding.GSM && dataCoding == 0)
      assertThat(only.body()).isEqualTo(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test void aTextInLatin1IsCutByWhatThePhoneGets() {
    assertThat(Segments.of("[".repeat(81), LongTexts.UDH, DefaultCoding.LATIN1, REFERENCE).parts()).isEqualTo(2);
  }

  @Test void theHeaderNamesReferenceTotalAndNumber() {
    String text = "x".repeat(153) + "y".repeat(9);
    List<Segment> all = Segments.of(text, LongTexts.UDH, DefaultCoding.GSM, REFERENCE).all();
    assertThat(all).hasSize(2).allMatch(segment -> segment.esmClass() == 0x40);
    assertThat(Arrays.copyOf(all.get(0).body(), 7)).containsExactly(5, 0, 3, 0xCD, 2, 1, 'x');
    assertThat(all.get(1).body()).startsWith(5, 0, 3, 0xCD, 2, 2, 'y').hasSize(15);

    assertThat(Segments.of("x".repeat(152) + "y".repeat(9), LongTexts.UDH16, DefaultCoding.GSM, REFERENCE).all().get(1)
        .body()).startsWith(6, 8, 4, 0xAB, 0xCD, 2, 2, 'y');
  }

  @Test void parametersNameReferenceTotalAndNumber() {
    Segment second = Segments.of("x".repeat(153) + "y".repeat(9), LongTexts.SAR, DefaultCoding.GSM, REFERENCE).all()
        .get(1);
    assertThat(second.esmClass()).isZero();
    assertThat(second.body()).isEqualTo("y".repeat(9).getBytes(StandardCharsets.US_ASCII));
    assertThat(second.parameters().stream().map(OptionalParameter::serialize)).containsExactly(
        new byte[]{0x02, 0x0C, 0, 2, (byte) 0xAB, (byte) 0xCD}, new byte[]{0x02, 0x0E, 0, 1, 2},
        new byte[]{0x02, 0x0F, 0, 1, 2});
  }

  @Test void aPayloadIsOneSubmitOfManyParts() {
    var segments = Segments.of("Ж".repeat(200), LongTexts.PAYLOAD, DefaultCoding.GSM, REFERENCE);
    assertThat(segments.parts()).isEqualTo(3);
    assertThat(segments.all()).singleElement().satisfies(segment -> {
      assertThat(segment.body()).isEmpty();
      assertThat(segment.parameters()).singleElement()
          .satisfies(payload -> assertThat(payload.serialize()).startsWith(0x04, 0x24, 0x01, 0x90).hasSize(404));
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"UDH", "UDH16", "SAR"}) void anyTextComesTogetherAgain(LongTexts way) {
    var random = new Random(7);
    int[] characters = "ab[€Ж😀漢 ".codePoints().toArray();
    for (int round = 0; round < 500; round++) {
      String text = random.ints(1 + random.nextInt(600), 0, random.nextBoolean() ? 4 : characters.length)
          .mapToObj(i -> Character.toString(characters[i])).collect(Collectors.joining());
      var segments = Segments.of(text, way, DefaultCoding.GSM, REFERENCE);
      assertThat(segments.all()).hasSize(segments.parts()).allMatch(segment -> segment.body().length <= 160);
      assertThat(segments.all().stream().map(segment -> decoded(segment)).collect(Collectors.joining()))
          .isEqualTo(text);
    }
  }

  @Test void printsWithoutTheText() {
    assertThat(Segments.of("481516", LongTexts.PAYLOAD, DefaultCoding.GSM, 1).toString()).doesNotContain("481516");
  }

  /** Of the characters above only. */
  private static String decoded(Segment segment) {
    boolean header = segment.esmClass() == Segments.USER_DATA_HEADER;
    int begin = header ? segment.body()[0] + 1 : 0;
    byte[] body = Arrays.copyOfRange(segment.body(), begin, segment.body().length);
    if (segment.dataCoding() == 8) return StandardCharsets.UTF_16BE.decode(ByteBuffer.wrap(body)).toString();
    return new String(body, StandardCharsets.US_ASCII).replace("\u001Be", "€").replace("\u001B<", "[");
  }
}
