package dev.otpstream.simulators.smpp;

import java.util.Optional;

/**
 * The header before a text.
 *
 * @param octets length of the header, its length octet included
 * @see <a href="https://www.3gpp.org/dynareport/23040.htm">3GPP TS 23.040, 9.2.3.24</a>
 */
record UserDataHeader(Segment segment, int octets) {
  private static final int CONCATENATION_8_BIT = 0x00;
  private static final int CONCATENATION_16_BIT = 0x08;

  /** Reads the header that a text begins with; empty if the header is broken. Unknown elements are passed over. */
  static Optional<UserDataHeader> read(byte[] userData) {
    if (userData.length == 0) return Optional.empty();
    int end = 1 + (userData[0] & 0xFF);
    if (end > userData.length) return Optional.empty();
    Segment segment = Segment.WHOLE;
    int at = 1;
    while (at < end) {
      if (at + 2 > end) return Optional.empty();
      int element = userData[at] & 0xFF;
      int length = userData[at + 1] & 0xFF;
      int next = at + 2 + length;
      if (next > end) return Optional.empty();
      if (element == CONCATENATION_8_BIT && length == 3) {
        segment = new Segment(octet(userData, at + 2), octet(userData, at + 3), octet(userData, at + 4));
      } else if (element == CONCATENATION_16_BIT && length == 4) {
        int reference = (octet(userData, at + 2) << 8) | octet(userData, at + 3);
        segment = new Segment(reference, octet(userData, at + 4), octet(userData, at + 5));
      }
      at = next;
    }
    if (!segment.isValid()) return Optional.empty();
    return Optional.of(new UserDataHeader(segment, end));
  }

  private static int octet(byte[] from, int at) {
    return from[at] & 0xFF;
  }
}
