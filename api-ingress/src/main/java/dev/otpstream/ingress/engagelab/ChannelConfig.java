package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.front.TextTemplate;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.schemas.MessageText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one channel of a template is to say.
 *
 * @param texts    by their languages
 * @param mustHold whether each text must have a place for the code
 */
record ChannelConfig(Map<String, String> texts, boolean mustHold) {
  /** What a channel says whose configuration may be left out. */
  static final ChannelConfig DEFAULT = new ChannelConfig(Wordings.texts(false, false), true);
  private static final int TYPE_DEFAULT = 1;
  private static final int TYPE_CUSTOM = 2;
  private static final Set<String> SUB_TYPES = Set.of("authentication", "marketing", "utility");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}([_-][A-Za-z0-9]{1,8}){0,3}");
  private static final Pattern COUNTRIES = Pattern.compile("[A-Z]{2}(,[A-Z]{2})*");
  private static final int COUNTRIES_LENGTH_MAX = 1024;
  private static final int LANGUAGES_MAX = 50;
  static final int TEXT_LENGTH_MAX = 1600;

  ChannelConfig {
    texts = Map.copyOf(texts);
  }

  /** A channel with wordings of ours or texts of the caller's. */
  static ChannelConfig texts(Fields config) {
    return switch (type(config, TYPE_CUSTOM)) {
      case TYPE_CUSTOM -> custom(config);
      default -> standard(config);
    };
  }

  /** A channel that has only wordings of its own. */
  static void wordless(Fields config) {
    type(config, TYPE_DEFAULT);
    standard(config);
  }

  /** Whether any text has a place for the code. */
  boolean holdsCode() {
    return texts.values().stream().anyMatch(ChannelConfig::holdsCode);
  }

  boolean isComplete() {
    return !mustHold || texts.values().stream().allMatch(ChannelConfig::holdsCode);
  }

  private static boolean holdsCode(String text) {
    return new TextTemplate(text).names().contains(Rendering.CODE);
  }

  private static int type(Fields config, int max) {
    if (!config.has("template_type")) config.wrong("template_type", "is required");
    return config.integer("template_type", TYPE_DEFAULT, max, TYPE_DEFAULT);
  }

  private static ChannelConfig standard(Fields config) {
    Fields options = config.object("template_default_config");
    return new ChannelConfig(Wordings.texts(flag(options, "contain_security"), flag(options, "contain_expire")), true);
  }

  private static ChannelConfig custom(Fields config) {
    if (!config.has("template_custom_config")) config.wrong("template_custom_config", "is required");
    Fields options = config.object("template_custom_config");
    String kind = options.requiredLine("custom_sub_type", 32);
    if (!kind.isEmpty() && !SUB_TYPES.contains(kind))
      options.wrong("custom_sub_type", "is not authentication, marketing or utility");
    options.string("custom_country_codes", COUNTRIES_LENGTH_MAX, "a list of country codes such as HK,PH",
        written -> COUNTRIES.matcher(written).matches());
    var texts = new HashMap<String, String>();
    if (!options.has("custom_content")) options.wrong("custom_content", "is required");
    content(options, "custom_content").ifPresent(text -> texts.put(Wordings.DEFAULT, text));
    Fields more = options.object("custom_contents");
    if (more.names().size() > LANGUAGES_MAX) options.wrong("custom_contents", "has too many languages");
    for (String language : more.names()) {
      if (!LANGUAGE.matcher(language).matches()) options.wrong("custom_contents", "holds a name that is no language");
      else
        content(more, language).ifPresent(text -> texts.put(language, text));
    }
    return new ChannelConfig(texts, kind.equals("authentication"));
  }

  private static Optional<String> content(Fields options, String name) {
    return options.string(name, TEXT_LENGTH_MAX, "a text of 1 to %d characters".formatted(TEXT_LENGTH_MAX),
        text -> !text.isBlank() && text.indexOf(MessageText.CODE_PLACE) < 0);
  }

  private static boolean flag(Fields options, String name) {
    Optional<Json> value = options.find(name);
    if (value.isPresent() && !(value.get() instanceof Json.Bool)) options.wrong(name, "is not true or false");
    return value.orElse(Json.Bool.FALSE) == Json.Bool.TRUE;
  }
}
