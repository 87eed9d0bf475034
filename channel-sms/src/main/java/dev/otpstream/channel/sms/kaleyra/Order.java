package dev.otpstream.channel.sms.kaleyra;

import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.text.SmsText;
import dev.otpstream.kit.text.SmsText.Alphabet;
import dev.otpstream.schemas.Reason;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A dispatch in Kaleyra's terms. */
sealed interface Order {
  Pattern NUMBER = Pattern.compile("\\+?(\\d{7,15})");

  /** What is to be posted. Prints without its contents. */
  record Sendable(String form, int parts) implements Order {
    @Override public String toString() {
      return "Sendable[parts=" + parts + "]";
    }
  }

  /** It cannot be said in these terms, now or ever. */
  record Unsendable(Reason reason) implements Order {}

  /** @param callbackUrl where the result is to be told; empty: nowhere, or as the account's profile says */
  static Order of(OpenDispatch dispatch, KaleyraConfig config, Optional<URI> callbackUrl) {
    var number = NUMBER.matcher(dispatch.recipient());
    if (!number.matches()) return new Unsendable(Reason.RECIPIENT_INVALID);
    Optional<String> text = dispatch.text().or(dispatch::code).filter(words -> !words.isEmpty());
    if (text.isEmpty()) return new Unsendable(Reason.CONTENT_REFUSED);
    SmsText sms = SmsText.of(text.get());
    var fields = new LinkedHashMap<String, String>();
    fields.put("to", "+" + number.group(1));
    fields.put("type", config.type());
    fields.put("sender", dispatch.sender().orElse(config.sender()));
    fields.put("body", text.get());
    config.templateId().ifPresent(id -> fields.put("template_id", id));
    if (sms.alphabet() == Alphabet.UCS2) fields.put("unicode", "AUTO");
    config.callbacks().profileId().ifPresentOrElse(id -> fields.put("callback_profile_id", id),
        () -> callbackUrl.ifPresent(url -> fields.put("callback", url.toString())));
    return new Sendable(form(fields), sms.parts().size());
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream().map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** A plus arrives as a blank where it is not encoded; so no blank is written as one. */
  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
