package dev.otpstream.ingress.front;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Percent-coded text. A percent sign that introduces nothing stands for itself, since many callers forget to code it.
 *
 * @see <a href="https://url.spec.whatwg.org/#percent-decode">URL, percent-decode</a>
 */
final class Percent {
  private Percent() {}

  /** The text that the bytes from begin to end stand for; empty if it is not UTF-8. */
  static Optional<String> decode(byte[] coded, int begin, int end, boolean plusIsBlank) {
    byte[] plain = new byte[end - begin];
    int length = 0;
    for (int at = begin; at < end; at++) {
      int high = at + 2 < end && coded[at] == '%' ? Character.digit(coded[at + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(coded[at + 2], 16);
      if (low >= 0) {
        plain[length++] = (byte) (high << 4 | low);
        at += 2;
      } else {
        plain[length++] = plusIsBlank && coded[at] == '+' ? (byte) ' ' : coded[at];
      }
    }
    return utf8(plain, 0, length);
  }

  /** One part of a path. */
  static Optional<String> decode(String coded) {
    byte[] bytes = coded.getBytes(StandardCharsets.UTF_8);
    return decode(bytes, 0, bytes.length, false);
  }

  /** The text that some bytes are; empty if they are not UTF-8. */
  static Optional<String> utf8(byte[] bytes, int offset, int length) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes, offset, length)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
