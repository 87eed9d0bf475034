package dev.otpstream.simulators.smpp;

import java.util.Arrays;

/**
 * The GSM 7 bit default alphabet with its extension table, one septet in an octet as SMPP carries it.
 *
 * @see <a href="https://www.3gpp.org/dynareport/23038.htm">3GPP TS 23.038, 6.2.1</a>
 */
final class Gsm0338 {
  static final int ESCAPE = 0x1B;

  /** Stands for an octet that is no septet, and for an escape without its second half. */
  static final char BROKEN = '\uFFFD';

  private static final String TABLE = "@£$¥èéùìòÇ\nØø\rÅå" //
      + "Δ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ"
      + " !\"#¤%&'()*+,-./"
      + "0123456789:;<=>?"
      + "¡ABCDEFGHIJKLMNO"
      + "PQRSTUVWXYZÄÖÑÜ§"
      + "¿abcdefghijklmno"
      + "pqrstuvwxyzäöñüà";

  private static final char[] EXTENSION = new char[128];

  static {
    Arrays.fill(EXTENSION, BROKEN);
    EXTENSION[0x0A] = '\f';
    EXTENSION[0x14] = '^';
    EXTENSION[0x28] = '{';
    EXTENSION[0x29] = '}';
    EXTENSION[0x2F] = '\\';
    EXTENSION[0x3C] = '[';
    EXTENSION[0x3D] = '~';
    EXTENSION[0x3E] = ']';
    EXTENSION[0x40] = '|';
    EXTENSION[0x65] = '€';
  }

  private Gsm0338() {}

  static String decode(byte[] octets) {
    var text = new StringBuilder(octets.length);
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] < 0) {
        text.append(BROKEN);
      } else if (octets[i] != ESCAPE) {
        text.append(TABLE.charAt(octets[i]));
      } else {
        i++;
        text.append(i < octets.length && octets[i] >= 0 ? extension(octets[i]) : BROKEN);
      }
    }
    return text.toString();
  }

  /** As the standard has it, a septet without an extension character shows the one of the main table. */
  private static char extension(byte septet) {
    char extended = EXTENSION[septet];
    return extended == BROKEN ? TABLE.charAt(septet) : extended;
  }
}
