package dev.otpstream.ingress.alphasms;

import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.text.SmsText;
import dev.otpstream.schemas.MessageText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one channel is to say. Prints without it.
 *
 * @param parts how many messages it takes
 */
record Text(String channel, String text, Optional<String> sender, int parts) {
  private static final Pattern CODE = Pattern.compile("[0-9]{4,8}");
  /** What a mobile network takes for an originator: letters and digits, or a number. */
  private static final Pattern ALPHA_NAME = Pattern.compile("[A-Za-z0-9 ._-]{1,11}|\\+?[0-9]{3,15}");
  private static final int LENGTH_MAX = 1600;
  private static final int PARTS_MAX = 10;

  /** Telegram's gateway takes a code and nothing else. */
  static Text code(Optional<Json> message) throws Refusal {
    String code = written(message).filter(text -> CODE.matcher(text).matches())
        .orElseThrow(() -> new Refusal("Incorrect message"));
    return new Text(Channels.TELEGRAM, code, Optional.empty(), 1);
  }

  static Text sms(Optional<Json> signature, Optional<Json> message) throws Refusal {
    Optional<String> sender = Optional.empty();
    if (signature.isPresent()) {
      sender = written(signature).filter(name -> ALPHA_NAME.matcher(name).matches());
      if (sender.isEmpty()) throw new Refusal("Error in Alpha-name");
    }
    String text = written(message).filter(Text::isSendable).orElseThrow(() -> new Refusal("Incorrect message"));
    int parts = SmsText.of(text).parts().size();
    if (parts > PARTS_MAX) throw new Refusal("Incorrect message");
    return new Text(Channels.SMS, text, sender, parts);
  }

  /** A value that callers write as a string or as a number. */
  static Optional<String> written(Optional<Json> value) {
    return value.flatMap(json -> switch (json) {
      case Json.Str(String text) -> Optional.of(text);
      case Json.Num(String digits) -> Optional.of(digits);
      case Json.Obj _,Json.Arr _,Json.Bool _,Json.Null _ -> Optional.empty();
    });
  }

  private static boolean isSendable(String text) {
    return !text.isBlank() && text.length() <= LENGTH_MAX && text.indexOf(MessageText.CODE_PLACE) < 0;
  }

  @Override public String toString() {
    return "Text[" + channel + "]";
  }
}
