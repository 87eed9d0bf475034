package dev.otpstream.ingress.front;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A valid phone number. Prints masked.
 *
 * @param e164 plus sign, country code, number (ITU-T E.164)
 */
public record Phone(String e164) implements Recipient {
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
  private static final Pattern DECORATION = Pattern.compile("[ ()-]");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{7,15}");
  private static final String NO_REGION = "ZZ";
  private static final int WRITTEN_LENGTH_MAX = 40;
  private static final int HEAD = 5;
  private static final int TAIL = 2;
  private static final int MASKED_MIN = 4;

  /**
   * Reads a number in international form, with or without the leading plus; blanks, brackets and hyphens do not count.
   * Only ASCII digits do, and the number must be one that its country hands out.
   */
  public static Optional<Phone> parse(String written) {
    if (written.length() > WRITTEN_LENGTH_MAX) return Optional.empty();
    String bare = DECORATION.matcher(written).replaceAll("");
    String digits = bare.startsWith("+") ? bare.substring(1) : bare;
    if (!DIGITS.matcher(digits).matches()) return Optional.empty();
    try {
      var number = NUMBERS.parse("+" + digits, NO_REGION);
      if (!NUMBERS.isValidNumber(number)) return Optional.empty();
      return Optional.of(new Phone(NUMBERS.format(number, PhoneNumberFormat.E164)));
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  @Override public String address() {
    return e164;
  }

  /** The number as people may see it: its beginning and its last two digits, at least four others hidden. */
  @Override public String masked() {
    int digits = e164.length() - 1;
    int head = Math.clamp(digits - TAIL - MASKED_MIN, 0, HEAD);
    return e164.substring(0, 1 + head) + "*".repeat(digits - head - TAIL) + e164.substring(e164.length() - TAIL);
  }

  @Override public String toString() {
    return "Phone[" + masked() + "]";
  }
}
