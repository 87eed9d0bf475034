package dev.otpstream.channel.sms;

import dev.otpstream.kit.text.GsmAlphabet;
import dev.otpstream.kit.text.SmsText.Alphabet;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What a centre takes data_coding 0, "its default alphabet", for. Whatever it takes it for, the phone gets the GSM
 * alphabet in the end: a character that is only in the centre's own alphabet goes as UCS-2.
 */
public enum DefaultCoding {
  /** The GSM alphabet, a septet in each octet, as the standard has it. */
  GSM,
  /** ISO 8859-1. */
  LATIN1,
  /** US-ASCII. */
  ASCII;

  Alphabet alphabetFor(String text) {
    return GsmAlphabet.covers(text) && speaks(text) ? Alphabet.GSM : Alphabet.UCS2;
  }

  byte[] encode(String text) {
    return this == GSM ? GsmAlphabet.encode(text) : text.getBytes(charset());
  }

  private boolean speaks(String text) {
    return this == GSM || charset().newEncoder().canEncode(text);
  }

  private Charset charset() {
    return this == ASCII ? StandardCharsets.US_ASCII : StandardCharsets.ISO_8859_1;
  }
}
