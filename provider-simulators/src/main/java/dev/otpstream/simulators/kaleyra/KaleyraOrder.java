package dev.otpstream.simulators.kaleyra;

import dev.otpstream.simulators.stage.Phones;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a caller asks to be sent. Prints without contents.
 *
 * @param phone      digits only
 * @param templateId empty if there is none
 * @param callback   empty for no callbacks
 */
record KaleyraOrder(String phone, String type, String sender, String body, String templateId, String callback) {
  private static final Pattern PHONE = Pattern.compile("[+ ]?\\d{7,15}");
  private static final Pattern TYPE = Pattern.compile("OTP|TXN|MKT|DEFAULT");
  private static final Pattern SENDER = Pattern.compile("[A-Za-z0-9 ._-]{1,15}");
  private static final int BODY_CHARACTERS_MAX = 1000;

  /** An order, or why it is none. */
  sealed interface Reading {
    record Understood(KaleyraOrder order) implements Reading {}

    record Refused(KaleyraError error) implements Reading {}
  }

  /** Reads an order, in the sequence in which faults are told. */
  static Reading read(Map<String, String> fields) {
    String type = fields.getOrDefault("type", "");
    if (type.isEmpty()) return refused("E611", "type", "Type is required");
    if (!TYPE.matcher(type).matches()) return refused("E615", "type", "Type has to be either TXN, MKT or OTP");
    String to = fields.getOrDefault("to", "");
    if (to.isBlank()) return refused("E600", "to", "To field has to be filled");
    if (type.equals("OTP") && to.matches(".*[,;].*"))
      return refused("E404", "time", "If Type is OTP then only one mobile number is allowed.");
    if (!PHONE.matcher(to).matches()) return refused("E406", "to", "No Valid mobile numbers found");
    String sender = fields.getOrDefault("sender", "");
    if (sender.isEmpty()) return refused("E602", "sender", "Sender-Id is required");
    if (!SENDER.matcher(sender).matches()) return refused("E619", "sender", "Sender-Id is not valid");
    String body = fields.getOrDefault("body", "");
    if (body.isEmpty()) return refused("E601", "body", "Body cannot be left empty");
    if (body.length() > BODY_CHARACTERS_MAX) return refused("E401", "body", "Body is too long");
    return new Reading.Understood(new KaleyraOrder(Phones.digits(to), type, sender, body,
        fields.getOrDefault("template_id", ""), fields.getOrDefault("callback", "")));
  }

  private static Reading refused(String code, String field, String message) {
    return new Reading.Refused(KaleyraError.of(code, field, message));
  }

  @Override public String toString() {
    return "KaleyraOrder[type=" + type + "]";
  }
}
