package dev.otpstream.channel.sms;

import static org.jsmpp.bean.OptionalParameter.Tag.MESSAGE_PAYLOAD;
import static org.jsmpp.bean.OptionalParameter.Tag.SAR_MSG_REF_NUM;
import static org.jsmpp.bean.OptionalParameter.Tag.SAR_SEGMENT_SEQNUM;
import static org.jsmpp.bean.OptionalParameter.Tag.SAR_TOTAL_SEGMENTS;

import dev.otpstream.channel.sms.SmppConfig.LongTexts;
import dev.otpstream.kit.text.SmsText;
import dev.otpstream.kit.text.SmsText.Alphabet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jsmpp.bean.OptionalParameter;

/**
 * A text, cut and encoded as a centre wants it.
 *
 * @param all   what to submit, in order
 * @param parts how many messages the phone gets; more than {@code all} where the centre does the cutting
 */
record Segments(List<Segment> all, int parts) {
  /** No header can count further. */
  static final int PARTS_MAX = 255;
  static final byte USER_DATA_HEADER = 0x40;
  private static final byte DEFAULT_ALPHABET = 0x00;
  private static final byte UCS2 = 0x08;
  private static final List<OptionalParameter> NONE = List.of();

  /**
   * Cuts a text.
   *
   * @param reference what names this message among others to the same phone; its low bits are used
   */
  static Segments of(String text, LongTexts longTexts, DefaultCoding coding, int reference) {
    Alphabet alphabet = coding.alphabetFor(text);
    SmsText sms = SmsText.of(text, alphabet, longTexts.reference());
    byte dataCoding = alphabet == Alphabet.UCS2 ? UCS2 : DEFAULT_ALPHABET;
    List<byte[]> bodies = longTexts == LongTexts.PAYLOAD
        ? List.of(encode(text, alphabet, coding))
        : sms.parts().stream().map(part -> encode(part, alphabet, coding)).toList();
    int total = sms.parts().size();
    if (total == 1) return new Segments(List.of(new Segment((byte) 0, dataCoding, bodies.getFirst(), NONE)), 1);
    return new Segments(IntStream.range(0, bodies.size())
        .mapToObj(i -> segment(bodies.get(i), dataCoding, longTexts, reference, total, i + 1)).toList(), total);
  }

  private static Segment segment(byte[] body, byte dataCoding, LongTexts longTexts, int reference, int total,
      int number) {
    return switch (longTexts) {
      case UDH -> new Segment(USER_DATA_HEADER, dataCoding,
          joined(new byte[]{5, 0, 3, (byte) reference, (byte) total, (byte) number}, body), NONE);
      case UDH16 -> new Segment(USER_DATA_HEADER, dataCoding,
          joined(new byte[]{6, 8, 4, (byte) (reference >> 8), (byte) reference, (byte) total, (byte) number}, body),
          NONE);
      case SAR -> new Segment((byte) 0, dataCoding, body,
          List.of(new OptionalParameter.Short(SAR_MSG_REF_NUM, (short) reference),
              new OptionalParameter.Byte(SAR_TOTAL_SEGMENTS, (byte) total),
              new OptionalParameter.Byte(SAR_SEGMENT_SEQNUM, (byte) number)));
      case PAYLOAD -> new Segment((byte) 0, dataCoding, new byte[0],
          List.of(new OptionalParameter.OctetString(MESSAGE_PAYLOAD.code(), body)));
    };
  }

  private static byte[] encode(String text, Alphabet alphabet, DefaultCoding coding) {
    return alphabet == Alphabet.UCS2 ? text.getBytes(StandardCharsets.UTF_16BE) : coding.encode(text);
  }

  private static byte[] joined(byte[] header, byte[] body) {
    return ByteBuffer.allocate(header.length + body.length).put(header).put(body).array();
  }
}
