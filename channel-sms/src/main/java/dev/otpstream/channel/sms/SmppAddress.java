package dev.otpstream.channel.sms;

import java.util.Optional;
import java.util.regex.Pattern;

/** A number or a name with its type of number (TON) and numbering plan (NPI). Prints without the address. */
record SmppAddress(byte ton, byte npi, String address) {
  private static final Pattern SHORT_CODE = Pattern.compile("\\d{1,6}");
  private static final Pattern NUMBER = Pattern.compile("\\+?(\\d{7,15})");
  private static final Pattern NAME = Pattern.compile("[ -~]{1,11}");
  private static final byte INTERNATIONAL = 1;
  private static final byte NETWORK_SPECIFIC = 3;
  private static final byte ALPHANUMERIC = 5;
  private static final byte E164 = 1;
  private static final byte UNKNOWN = 0;

  /** An originator, its type by its form; empty if it has none of the three. */
  static Optional<SmppAddress> ofSender(String sender) {
    if (SHORT_CODE.matcher(sender).matches())
      return Optional.of(new SmppAddress(NETWORK_SPECIFIC, UNKNOWN, sender));
    var number = NUMBER.matcher(sender);
    if (number.matches()) return Optional.of(new SmppAddress(INTERNATIONAL, E164, number.group(1)));
    if (NAME.matcher(sender).matches()) return Optional.of(new SmppAddress(ALPHANUMERIC, UNKNOWN, sender));
    return Optional.empty();
  }

  /** A phone number in E.164 form; empty if it is none. */
  static Optional<SmppAddress> ofRecipient(String recipient) {
    var number = NUMBER.matcher(recipient);
    return number.matches() ? Optional.of(new SmppAddress(INTERNATIONAL, E164, number.group(1))) : Optional.empty();
  }

  @Override public String toString() {
    return "SmppAddress[ton=" + ton + ", npi=" + npi + "]";
  }
}
