package dev.otpstream.ingress.kaleyra;

import dev.otpstream.ingress.front.Phone;
import dev.otpstream.kit.text.SmsText;
import dev.otpstream.schemas.MessageText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a send, with the checks in the documented order: the first that fails names the error. */
final class SendReader {
  private static final String OTP = "OTP";
  private static final Set<String> TYPES = Set.of(OTP, "TXN", "MKT", "DEFAULT");
  private static final int RECIPIENTS_MAX = 100;
  private static final Pattern SEPARATOR = Pattern.compile("[,;]");
  /** What a mobile network takes for an originator: letters and digits, or a number. */
  private static final Pattern SENDER = Pattern.compile("[A-Za-z0-9 ._-]{1,11}|\\+?[0-9]{3,15}");
  private static final int PARTS_MAX = 10;
  /** More than ten parts hold, whatever the alphabet. */
  private static final int LENGTH_MAX = 1600;
  private static final Pattern TEMPLATE = Pattern.compile("[0-9A-Za-z]{1,64}");
  private static final Pattern REFERENCE = Pattern.compile("[0-9A-Za-z]{1,128}");
  private static final Set<String> SWITCH = Set.of("0", "1");
  private final Callbacks callbacks;

  SendReader(Callbacks callbacks) {
    this.callbacks = callbacks;
  }

  /**
   * A send that may be carried out. Prints without text and numbers.
   *
   * @param type       the documented word
   * @param recipients at least one, each once
   * @param text       as it came
   */
  record Send(String type, List<Phone> recipients, String sender, String text, Optional<String> templateId,
      Optional<String> callback) {
    boolean isOtp() {
      return type.equals(OTP);
    }

    @Override public String toString() {
      return "Send[" + type + "]";
    }
  }

  /** @param settings the account's */
  Send read(Input input, Map<String, String> settings) throws Refusal {
    String type = type(input);
    List<Phone> recipients = recipients(input, type);
    String sender = sender(input);
    String text = text(input);
    Optional<String> template = matching(input, "template_id", TEMPLATE, "E413", "Invalid inputs, Validation error");
    Optional<String> callback = callbacks.read(input, settings);
    choice(input, "unicode", Set.of("0", "1", "AUTO"), "E604", "Unicode should contain only 0, 1 or AUTO");
    choice(input, "flash", SWITCH, "E606", "Flash should contain only 1 or 0");
    matching(input, "ref", REFERENCE, "E608", "ref should contain only alpha numerics");
    matching(input, "ref1", REFERENCE, "E609", "ref1 should contain only alpha numerics");
    matching(input, "ref2", REFERENCE, "E610", "ref2 should contain only alpha numerics");
    for (String reference : List.of("source", "ref_custom", "prefix"))
      matching(input, reference, REFERENCE, "E413", "Invalid inputs, Validation error");
    if (input.filled("time").isPresent())
      throw new Refusal("E402", "time", "Messages cannot be scheduled");
    return new Send(type, recipients, sender, text, template, callback);
  }

  private static String type(Input input) throws Refusal {
    String type = input.one("type").filter(word -> !word.isEmpty())
        .orElseThrow(() -> new Refusal("E611", "type", "Type is required"));
    if (!TYPES.contains(type)) throw new Refusal("E615", "type", "Type has to be either TXN, MKT or OTP");
    return type;
  }

  /** In a form that was not percent-coded, a leading plus arrives as a blank; neither counts. */
  private static List<Phone> recipients(Input input, String type) throws Refusal {
    var written = new ArrayList<String>();
    for (String value : input.all("to"))
      for (String number : SEPARATOR.split(value, -1))
        if (!number.isBlank()) written.add(number.strip());
    if (written.isEmpty()) throw new Refusal("E600", "to", "To field has to be filled");
    if (type.equals(OTP) && written.size() > 1)
      throw new Refusal("E404", "time", "If Type is OTP then only one mobile number is allowed.");
    if (written.size() > RECIPIENTS_MAX)
      throw new Refusal("E405", "to", "If Type is " + type + " then mobile numbers should not be more than 100");
    var recipients = new LinkedHashSet<Phone>();
    written.forEach(number -> Phone.parse(number).ifPresent(recipients::add));
    if (recipients.isEmpty()) throw new Refusal("E406", "to", "No Valid mobile numbers found");
    return List.copyOf(recipients);
  }

  private static String sender(Input input) throws Refusal {
    String sender = input.one("sender").orElseThrow(() -> new Refusal("E602", "sender", "Sender-Id is required"));
    if (sender.isBlank()) throw new Refusal("E616", "sender", "Sender field has to be filled");
    if (!SENDER.matcher(sender).matches()) throw new Refusal("E619", "sender", "Invalid Sender ID Pattern");
    return sender;
  }

  private static String text(Input input) throws Refusal {
    String text = input.one("body").orElseThrow(() -> new Refusal("E618", "body", "Body field has to be filled"));
    if (text.isBlank()) throw new Refusal("E601", "body", "Body cannot be left empty");
    if (text.indexOf(MessageText.CODE_PLACE) >= 0) throw Refusal.invalid("body");
    if (text.length() > LENGTH_MAX || SmsText.of(text).parts().size() > PARTS_MAX)
      throw new Refusal("E401", "body", "SMS length is exceeding " + PARTS_MAX + " segments");
    return text;
  }

  private static Optional<String> matching(Input input, String name, Pattern form, String code, String message)
      throws Refusal {
    Optional<String> value = input.filled(name);
    if (value.isPresent() && !form.matcher(value.get()).matches()) throw new Refusal(code, name, message);
    return value;
  }

  private static void choice(Input input, String name, Set<String> choices, String code, String message)
      throws Refusal {
    Optional<String> value = input.filled(name);
    if (value.isPresent() && !choices.contains(value.get().toUpperCase(Locale.ROOT)))
      throw new Refusal(code, name, message);
  }
}
