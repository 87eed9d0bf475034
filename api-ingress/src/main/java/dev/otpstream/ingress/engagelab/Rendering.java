package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.TextTemplate;
import dev.otpstream.schemas.MessageText;
import dev.otpstream.schemas.Template;
import dev.otpstream.schemas.TemplateText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes of a template what its channels say. A channel that cannot say it is left out. */
final class Rendering {
  static final String CODE = "code";
  static final String FROM_ID = "from_id";
  /** What Telegram's gateway delivers: nothing but a code. */
  private static final Pattern TELEGRAM_CODE = Pattern.compile("[0-9]{4,8}");
  /** What a mobile network takes for an originator: letters and digits, or a number. */
  private static final Pattern ORIGINATOR = Pattern.compile("[A-Za-z0-9 ._-]{1,11}|\\+?[0-9]{3,15}");
  private static final String OUR_CODE = String.valueOf(MessageText.CODE_PLACE);
  private final Template template;
  private final String language;
  private final Map<String, String> values;

  /** @param code the caller's code; empty: ours, if the template has one */
  Rendering(Template template, Caller caller, SendRequest request, Optional<String> code) {
    this.template = template;
    this.language = request.language();
    this.values = new HashMap<>();
    values.put("brand_name", template.getBrandName().isEmpty() ? caller.brandName() : template.getBrandName());
    if (template.getCode() != null) values.put("ttl", Long.toString(lifetime(template).toMinutes()));
    TemplateSettings.VALUES.forEach((name, setting) -> {
      if (template.getSettings().containsKey(setting)) values.put(name, template.getSettings().get(setting));
    });
    values.putAll(request.params());
    code.or(() -> Optional.ofNullable(template.getCode()).map(_ -> OUR_CODE)).ifPresent(is -> values.put(CODE, is));
  }

  static boolean isOriginator(String text) {
    return ORIGINATOR.matcher(text).matches();
  }

  static Duration lifetime(Template template) {
    return Duration.ofMillis(template.getLifetimeMs());
  }

  /** The channels in the order to try; empty if none can say it. */
  List<Step> route() {
    return template.getRoute().stream().flatMap(channel -> step(channel).stream()).toList();
  }

  private Optional<Step> step(String channel) {
    if (channel.equals(Channels.TELEGRAM)) return telegram();
    Optional<String> sender = channel.equals(Channels.SMS)
        ? Optional.ofNullable(values.get(FROM_ID))
        : Optional.empty();
    return text(channel).map(text -> new TextTemplate(text).with(values)).filter(this::isSendable)
        .map(text -> new Step(channel, Optional.of(text), sender));
  }

  private Optional<Step> telegram() {
    String code = values.getOrDefault(CODE, "");
    if (code.equals(OUR_CODE)) return Optional.of(new Step(Channels.TELEGRAM, Optional.empty(), Optional.empty()));
    return TELEGRAM_CODE.matcher(code).matches()
        ? Optional.of(new Step(Channels.TELEGRAM, Optional.of(code), Optional.empty()))
        : Optional.empty();
  }

  private Optional<String> text(String channel) {
    return text(channel, language).or(() -> text(channel, Wordings.DEFAULT));
  }

  private Optional<String> text(String channel, String wanted) {
    return template.getTexts().stream()
        .filter(text -> text.getChannel().equals(channel) && text.getLanguage().equals(wanted))
        .map(TemplateText::getText).findFirst();
  }

  private boolean isSendable(String text) {
    return !text.isBlank() && TemplateReader.fits(text.replace(OUR_CODE, "0".repeat(codeLength())));
  }

  private int codeLength() {
    return template.getCode() == null ? 0 : template.getCode().getLength();
  }
}
