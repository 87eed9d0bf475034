package dev.otpstream.kit.text;

import java.util.Arrays;

/**
 * The GSM 7 bit default alphabet with its extension table.
 *
 * @see <a href="https://www.3gpp.org/dynareport/23038.htm">3GPP TS 23.038, 6.2.1</a>
 */
public final class GsmAlphabet {
  /** Announces a character of the extension table; stands for no character itself. */
  public static final byte ESCAPE = 0x1B;

  private static final String TABLE = "@£$¥èéùìòÇ\nØø\rÅå" //
      + "Δ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ" //
      + " !\"#¤%&'()*+,-./" //
      + "0123456789:;<=>?" //
      + "¡ABCDEFGHIJKLMNO" //
      + "PQRSTUVWXYZÄÖÑÜ§" //
      + "¿abcdefghijklmno" //
      + "pqrstuvwxyzäöñüà";
  private static final String EXTENSION = "\f^{}\\[~]|€";
  private static final byte[] EXTENSION_SEPTETS = {0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65};
  /** No character of the alphabet lies at or above this. */
  private static final int LIMIT = 0x20AD;
  private static final short NONE = -1;
  /** By character: the septet; with an escape in the high octet if it is in the extension table. */
  private static final short[] SEPTETS = new short[LIMIT];

  static {
    Arrays.fill(SEPTETS, NONE);
    for (int septet = 0; septet < TABLE.length(); septet++)
      if (septet != ESCAPE) SEPTETS[TABLE.charAt(septet)] = (short) septet;
    for (int i = 0; i < EXTENSION.length(); i++)
      SEPTETS[EXTENSION.charAt(i)] = (short) (ESCAPE << 8 | EXTENSION_SEPTETS[i]);
  }

  private GsmAlphabet() {}

  /** How many septets a character takes: 1, 2 for one of the extension table, 0 if the alphabet lacks it. */
  public static int septets(char character) {
    short septet = septet(character);
    return septet == NONE ? 0 : septet > 0x7F ? 2 : 1;
  }

  /** Whether the alphabet has every character of the text. */
  public static boolean covers(String text) {
    for (int i = 0; i < text.length(); i++)
      if (septet(text.charAt(i)) == NONE) return false;
    return true;
  }

  /**
   * The text with one septet in each octet, as SMPP carries it.
   *
   * @throws IllegalArgumentException if the alphabet does not cover the text; its message does not quote it
   */
  public static byte[] encode(String text) {
    byte[] octets = new byte[text.length() * 2];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      short septet = septet(text.charAt(i));
      if (septet == NONE) throw new IllegalArgumentException("a character is not in the GSM alphabet");
      if (septet > 0x7F) octets[length++] = ESCAPE;
      octets[length++] = (byte) (septet & 0x7F);
    }
    return Arrays.copyOf(octets, length);
  }

  private static short septet(char character) {
    return character < LIMIT ? SEPTETS[character] : NONE;
  }
}
