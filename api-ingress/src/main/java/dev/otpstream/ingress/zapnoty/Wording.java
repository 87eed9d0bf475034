package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.AccountSettings;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.front.TextTemplate;
import dev.otpstream.kit.text.SmsText;
import dev.otpstream.schemas.MessageText;
import java.util.Map;

/** What a message with a code says: by the sender's template, or by ours. */
final class Wording {
  static final String CODE = "code";
  static final String CODE_PLACE = "{{code}}";
  static final int TEXT_LENGTH_MAX = 1600;
  private static final int TEXT_PARTS_MAX = 10;
  static final String FORM = "a text with " + CODE_PLACE + " in it that fits in " + TEXT_PARTS_MAX + " SMS";
  private static final String DEFAULT = "{{brand}}: {{code}} is your code, valid for {{minutes}} min.";
  private static final Map<String, String> LONGEST = Map.of("brand", "x".repeat(64), "minutes", "30");

  private Wording() {}

  /** The project's template, or the one that is used as long as it has none. */
  static String template(Caller caller) {
    return caller.settings().getOrDefault(AccountSettings.ZAPNOTY_OTP_TEMPLATE, DEFAULT);
  }

  /** What a code's message says, with a place for the code. */
  static String of(Caller caller, int ttlMinutes) {
    return new TextTemplate(template(caller)).with(Map.of(CODE, String.valueOf(MessageText.CODE_PLACE), "minutes",
        Integer.toString(ttlMinutes), "brand", caller.brandName()));
  }

  /** A text of the caller's own, with a place for the code. */
  static String ofText(String text) {
    return new TextTemplate(text).with(Map.of(CODE, String.valueOf(MessageText.CODE_PLACE)));
  }

  /** Whether a text names the code, holds no place of ours, and fits in some SMS with a code of so many digits in it. */
  static boolean isText(String text, int codeLength) {
    if (!text.contains(CODE_PLACE) || text.indexOf(MessageText.CODE_PLACE) >= 0) return false;
    return fits(ofText(text), codeLength);
  }

  static boolean isTemplate(String text) {
    return isText(text, SendReader.CODE_LENGTH_MAX)
        && fits(ofText(new TextTemplate(text).with(LONGEST)), SendReader.CODE_LENGTH_MAX);
  }

  private static boolean fits(String wording, int codeLength) {
    return SmsText.of(MessageText.withCode(wording, "0".repeat(codeLength))).parts().size() <= TEXT_PARTS_MAX;
  }
}
