package dev.otpstream.simulators.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudhopper.commons.charset.CharsetUtil;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Gsm0338Test {
  private static final Map<Integer, Character> EXTENSION = Map.of(0x0A, '\f', 0x14, '^', 0x28, '{', 0x29, '}', 0x2F,
      '\\', 0x3C, '[', 0x3D, '~', 0x3E, ']', 0x40, '|', 0x65, '€');

  /** Written as Unicode numbers in the order of the standard's table, so that no editor can bend it. */
  private static final int[] TABLE = {0x40, 0xA3, 0x24, 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7, 0x0A, 0xD8, 0xF8,
    0x0D,
    0xC5, 0xE5, 0x394, 0x5F, 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0x39E, 0x1B, 0xC6, 0xE6, 0xDF,
    0xC9, 0x20, 0x21, 0x22, 0x23, 0xA4, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x30, 0x31,
    0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F, 0xA1, 0x41, 0x42, 0x43, 0x44,
    0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57,
    0x58, 0x59, 0x5A, 0xC4, 0xD6, 0xD1, 0xDC, 0xA7, 0xBF, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A,
    0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7A, 0xE4, 0xF6, 0xF1,
    0xFC, 0xE0};

  @Test void all128SeptetsAreKnown() {
    assertThat(TABLE).hasSize(128);
    for (int septet = 0; septet < 128; septet++) {
      if (septet == Gsm0338.ESCAPE) continue;
      assertThat(decode(septet)).as("septet %x", septet).isEqualTo(Character.toString(TABLE[septet]));
    }
  }

  @Test void all10ExtensionCharactersAreKnownAndOthersShowTheMainTable() {
    for (int septet = 0; septet < 128; septet++) {
      if (septet == Gsm0338.ESCAPE) continue;
      char expected = EXTENSION.getOrDefault(septet, (char) TABLE[septet]);
      assertThat(decode(Gsm0338.ESCAPE, septet)).as("escape %x", septet).isEqualTo(Character.toString(expected));
    }
  }

  @Test void anUnrelatedTableAgrees() {
    for (int septet = 0; septet < 128; septet++) {
      if (septet == Gsm0338.ESCAPE || septet == 0x09) continue; // theirs has the older small c with cedilla at 9
      assertThat(decode(septet)).as("septet %x", septet)
          .isEqualTo(CharsetUtil.decode(new byte[]{(byte) septet}, CharsetUtil.CHARSET_GSM));
    }
    EXTENSION.forEach((septet, character) -> {
      if (septet == 0x0A) return; // form feed is unknown to them
      assertThat(CharsetUtil.decode(new byte[]{Gsm0338.ESCAPE, septet.byteValue()}, CharsetUtil.CHARSET_GSM))
          .isEqualTo(character.toString());
    });
  }

  @Test void whatIsNoSeptetIsSeen() {
    assertThat(decode('a', 0x80, 'b')).isEqualTo("a\uFFFDb");
    assertThat(decode('a', Gsm0338.ESCAPE)).isEqualTo("a\uFFFD");
  }

  private static String decode(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return Gsm0338.decode(bytes);
  }
}
