package dev.otpstream.kit.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A text as SMS carries it: in the smaller alphabet that covers it, in as many parts as it takes. Joined, the parts are
 * the text; no character is split between two.
 *
 * @param parts the text of each part in order; at least one
 * @see <a href="https://www.3gpp.org/dynareport/23040.htm">3GPP TS 23.040, 9.2.3.24 (user data header)</a>
 */
public record SmsText(Alphabet alphabet, List<String> parts) {
  /** A message carries this many octets, packed. */
  private static final int OCTETS = 140;

  /** How characters are written. Lengths are in units: septets, or UTF-16 code units. */
  public enum Alphabet {
    GSM(7), UCS2(16);

    private final int unitBits;

    Alphabet(int unitBits) {
      this.unitBits = unitBits;
    }

    /** Units that fit one message beside a user data header of so many octets; 0 is a message without one. */
    int unitsMax(int headerOctets) {
      return (OCTETS - headerOctets) * 8 / unitBits;
    }

    int units(int codePoint) {
      if (this == UCS2 || !Character.isBmpCodePoint(codePoint)) return Character.charCount(codePoint);
      return GsmAlphabet.septets((char) codePoint);
    }
  }

  /** How the parts of a long message name it: with a number of one octet, as usual, or of two. */
  public enum Reference {
    ONE_OCTET(6), TWO_OCTETS(7);

    private final int headerOctets;

    Reference(int headerOctets) {
      this.headerOctets = headerOctets;
    }
  }

  public SmsText {
    parts = List.copyOf(parts);
  }

  /** The text with the usual one-octet reference. */
  public static SmsText of(String text) {
    return of(text, alphabetOf(text), Reference.ONE_OCTET);
  }

  /** The text in an alphabet that covers it. */
  public static SmsText of(String text, Alphabet alphabet, Reference reference) {
    int units = text.codePoints().map(alphabet::units).sum();
    if (units <= alphabet.unitsMax(0)) return new SmsText(alphabet, List.of(text));
    return new SmsText(alphabet, split(text, alphabet, alphabet.unitsMax(reference.headerOctets)));
  }

  /** The smaller alphabet that covers the text. */
  public static Alphabet alphabetOf(String text) {
    return GsmAlphabet.covers(text) ? Alphabet.GSM : Alphabet.UCS2;
  }

  private static List<String> split(String text, Alphabet alphabet, int unitsMax) {
    var parts = new ArrayList<String>();
    int begin = 0;
    int units = 0;
    for (int at = 0; at < text.length();) {
      int codePoint = text.codePointAt(at);
      int more = alphabet.units(codePoint);
      if (units + more > unitsMax) {
        parts.add(text.substring(begin, at));
        begin = at;
        units = 0;
      }
      units += more;
      at += Character.charCount(codePoint);
    }
    parts.add(text.substring(begin));
    return parts;
  }

  /** Without the text. */
  @Override public String toString() {
    return "SmsText[alphabet=" + alphabet + ", parts=" + parts.size() + "]";
  }
}
