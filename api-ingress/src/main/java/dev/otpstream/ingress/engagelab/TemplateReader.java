package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.VerifyTimeouts;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.text.SmsText;
import dev.otpstream.schemas.MessageText;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.Template;
import dev.otpstream.schemas.TemplateText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a template that is to be made: first whether each field is as it must be, then whether it can be sent here. */
final class TemplateReader {
  /** Guesses that are compared; the documents name no number. */
  static final int ATTEMPTS_ALLOWED = 5;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Set<String> CHANNELS = Set.of("whatsapp", "voice", "email", Channels.TELEGRAM, Channels.MAX,
      Channels.SMS);
  private static final Set<String> WITH_A_WORKER = Set.of(Channels.TELEGRAM, Channels.MAX, Channels.SMS);
  private static final int STRATEGY_LENGTH_MAX = 64;
  private static final int CHANNELS_MAX = 3;
  private static final int DESCRIPTION_LENGTH_MAX = 255;
  private static final int CONFIG_LENGTH_MAX = 16 << 10;
  private static final int PARTS_MAX = 10;
  private static final int TELEGRAM_CODE_LENGTH_MAX = 8;
  /** How long a message without a code of ours may be delivered. */
  private static final Duration LIFETIME_WITHOUT_CODE = Duration.ofDays(1);
  private final Fields fields;
  private final Map<String, ChannelConfig> configs = new LinkedHashMap<>();
  private final Map<String, String> settings = new HashMap<>();

  private TemplateReader(Fields fields) {
    this.fields = fields;
  }

  static Template read(String accountId, Json.Obj body, Instant now) throws Refusal {
    return new TemplateReader(Fields.of(body)).read(accountId, now);
  }

  /** Whether a text is short enough to be sent. */
  static boolean fits(String text) {
    return text.length() <= ChannelConfig.TEXT_LENGTH_MAX && SmsText.of(text).parts().size() <= PARTS_MAX;
  }

  private Template read(String accountId, Instant now) throws Refusal {
    if (!fields.has("template_id")) fields.wrong("template_id", "is required");
    Optional<String> id = fields.string("template_id", 128, "1 to 128 letters, digits, hyphens and underscores",
        text -> ID.matcher(text).matches());
    String description = optional("description", 0, DESCRIPTION_LENGTH_MAX);
    List<String> strategy = strategy();
    String brand = optional("brand_name", 2, 10);
    Optional<OurCode> code = fields.has("verify_code_config") ? Optional.of(code()) : Optional.empty();
    Duration lifetime = code.isPresent() ? minutes() : LIFETIME_WITHOUT_CODE;
    readConfigs();
    settings.putAll(VerifyTimeouts.read(fields).settings());
    if (fields.problem().isPresent()) throw new Refusal(Answers.wrong(fields.problem().get()));
    check(strategy, code);
    return Template.newBuilder().setAccountId(accountId).setId(id.orElseThrow()).setDescription(description)
        .setRoute(strategy).setBrandName(brand).setCode(code.orElse(null)).setLifetimeMs(lifetime.toMillis())
        .setTexts(texts(strategy)).setSettings(settings).setCreatedAt(now).build();
  }

  private List<String> strategy() {
    if (!fields.has("send_channel_strategy")) fields.wrong("send_channel_strategy", "is required");
    List<String> words = fields.string("send_channel_strategy", STRATEGY_LENGTH_MAX, "a list of channels", _ -> true)
        .map(text -> List.of(text.split("\\|", -1))).orElse(List.of());
    boolean good = CHANNELS.containsAll(words) && Set.copyOf(words).size() == words.size()
        && words.size() <= CHANNELS_MAX;
    if (!good)
      fields.wrong("send_channel_strategy", "is not one to three different channels, such as telegram|sms");
    return words;
  }

  private OurCode code() {
    Fields config = fields.object("verify_code_config");
    int alphabet = required(config, "verify_code_type", 1, NewCode.DIGITS + NewCode.LOWER_CASE + NewCode.UPPER_CASE);
    int length = required(config, "verify_code_len", 4, 10);
    return new OurCode(length, alphabet, ATTEMPTS_ALLOWED, false, false);
  }

  private Duration minutes() {
    return Duration.ofMinutes(required(fields.object("verify_code_config"), "verify_code_ttl", 1, 10));
  }

  private void readConfigs() {
    for (String name : TemplateSettings.CONFIGS) {
      if (!fields.has(name)) continue;
      String given = fields.find(name).orElseThrow().text();
      if (given.length() > CONFIG_LENGTH_MAX) fields.wrong(name, "is longer than %d".formatted(CONFIG_LENGTH_MAX));
      settings.put(TemplateSettings.config(name), given);
      Fields config = fields.object(name);
      switch (name) {
        case "sms_config", "max_config" -> configs.put(name, ChannelConfig.texts(config));
        case "whatsapp_config", "voice_config", "telegram_config" -> ChannelConfig.wordless(config);
        default -> keep(config, "pwa_url", 2048);
      }
    }
    Fields sms = fields.object("sms_config");
    keep(sms, Rendering.FROM_ID, 16);
    String from = settings.get(TemplateSettings.VALUES.get(Rendering.FROM_ID));
    if (from != null && !Rendering.isOriginator(from))
      sms.wrong(Rendering.FROM_ID, "is not a name or number to send from");
  }

  private void keep(Fields config, String name, int lengthMax) {
    config.line(name, lengthMax).ifPresent(value -> settings.put(TemplateSettings.VALUES.get(name), value));
  }

  /** What is well-formed and cannot be sent here is said now, not to the first recipient. */
  private void check(List<String> strategy, Optional<OurCode> code) throws Refusal {
    for (String channel : strategy)
      if (!WITH_A_WORKER.contains(channel)) throw impossible("channel " + channel + " is not available here");
    if (strategy.contains(Channels.SMS) && !configs.containsKey("sms_config"))
      throw impossible("not contains any channel config: sms_config is missing");
    List<ChannelConfig> said = strategy.stream().flatMap(channel -> config(channel).stream()).toList();
    if (!said.stream().allMatch(ChannelConfig::isComplete)) throw impossible("an authentication text lacks {{code}}");
    boolean telegram = strategy.contains(Channels.TELEGRAM);
    if (code.isEmpty() && (telegram || said.stream().anyMatch(ChannelConfig::holdsCode)))
      throw impossible("verify_code_config is missing");
    if (telegram && code.filter(TemplateReader::isForTelegram).isEmpty())
      throw impossible("telegram delivers codes of 4 to 8 digits only");
    for (ChannelConfig config : said)
      for (String text : config.texts().values())
        if (!fits(text)) throw impossible("a text is longer than %d SMS".formatted(PARTS_MAX));
  }

  private List<TemplateText> texts(List<String> strategy) {
    var texts = new ArrayList<TemplateText>();
    for (String channel : strategy)
      config(channel).ifPresent(config -> config.texts()
          .forEach((language, text) -> texts.add(new TemplateText(channel, language, text))));
    return texts;
  }

  /** Telegram has a wording of its own and takes no other. */
  private Optional<ChannelConfig> config(String channel) {
    return channel.equals(Channels.TELEGRAM)
        ? Optional.empty()
        : Optional.of(configs.getOrDefault(channel + "_config", ChannelConfig.DEFAULT));
  }

  private static boolean isForTelegram(OurCode code) {
    return code.getAlphabet() == NewCode.DIGITS && code.getLength() <= TELEGRAM_CODE_LENGTH_MAX;
  }

  /** A text that may be left out or empty. */
  private String optional(String name, int min, int max) {
    Optional<Json> given = fields.find(name);
    if (given.isEmpty() || (given.get() instanceof Json.Str(String text) && text.isEmpty())) return "";
    return fields.string(name, max * 2, "a text of %d to %d characters".formatted(min, max), text -> {
      int length = text.codePointCount(0, text.length());
      return length >= min && length <= max && text.indexOf(MessageText.CODE_PLACE) < 0;
    }).orElse("");
  }

  private static int required(Fields config, String name, int min, int max) {
    if (!config.has(name)) config.wrong(name, "is required");
    return config.integer(name, min, max, min);
  }

  private static Refusal impossible(String why) {
    return new Refusal(Answers.impossible(why));
  }
}
