package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.engine.VerifyTimeouts;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.Placeholders;
import dev.otpstream.kit.target.TargetRules;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings that an account may have, and what each may say. */
public final class AccountSettings {
  /** What a {@code balance} request answers. */
  public static final String ALPHASMS_BALANCE = "alphasms.balance";
  public static final String ALPHASMS_CURRENCY = "alphasms.currency";
  /** The caller's AlphaSMS key, kept sealed: switches {@code X-Signature} on. */
  public static final String ALPHASMS_HOOK_KEY = "alphasms.hook_key";
  /** Calls a minute, over all fronts together and on each instance of the ingress; 0: as many as they like. */
  public static final String CALLS_PER_MINUTE = "calls_per_minute";
  /** Whether the account may use the EngageLab front at all. */
  public static final String ENGAGELAB_OTP = "engagelab.otp";
  /** How hooks of Kaleyra's callers are called; the authorization is kept sealed. */
  public static final String KALEYRA_HOOK_METHOD = "kaleyra.hook_method";
  public static final String KALEYRA_HOOK_HEADERS = "kaleyra.hook_headers";
  public static final String KALEYRA_HOOK_BODY = "kaleyra.hook_body";
  public static final String KALEYRA_HOOK_AUTHORIZATION = "kaleyra.hook_authorization";
  /** Which of Zapnoty's documents its front follows. */
  public static final String ZAPNOTY_COMPAT = "zapnoty.compat";
  /** Whether codes have six digits at least and live ten minutes at most (OWASP ASVS 4.0.3 2.7.2 and 2.7.6). */
  public static final String ZAPNOTY_STRICT_CODES = "zapnoty.strict_codes";
  /** What its messages say, with {@code {{code}}} in it. */
  public static final String ZAPNOTY_OTP_TEMPLATE = "zapnoty.otp_template";

  /** How long a channel's code may stay unverified, in seconds. */
  private static final Set<String> VERIFY_TIMEOUTS = VerifyTimeouts.CHANNELS.stream()
      .map(channel -> VerifyTimeouts.SETTING + channel).collect(Collectors.toUnmodifiableSet());
  private static final Pattern KALEYRA_PROFILE_URL = Pattern.compile("kaleyra\\.profile\\.[0-9A-Za-z_-]{1,64}\\.url");
  private static final int LENGTH_MAX = 255;
  private static final int LONG_MAX = 2048;
  private static final Rule LINE = new Rule(LENGTH_MAX, "a line of text", AccountSettings::isLine);
  private static final Rule HEADER = matching("[\\x20-\\x7e]{1,255}", "a header's value");
  private static final String URL_FORM = "an http or https URL that may be called";
  private static final Map<String, Rule> RULES = Map.ofEntries(
      Map.entry(ALPHASMS_BALANCE, matching("(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?", "a number")),
      Map.entry(ALPHASMS_CURRENCY, LINE), Map.entry(ALPHASMS_HOOK_KEY, LINE),
      Map.entry(CALLS_PER_MINUTE, matching("0|[1-9][0-9]{0,6}", "a number")),
      Map.entry(ENGAGELAB_OTP, matching("true|false", "true or false")),
      Map.entry(KALEYRA_HOOK_METHOD, matching("GET|POST|PUT|DELETE", "GET, POST, PUT or DELETE")),
      Map.entry(KALEYRA_HOOK_HEADERS, new Rule(LONG_MAX, "a JSON object of texts", AccountSettings::isTexts)),
      Map.entry(KALEYRA_HOOK_BODY, new Rule(LONG_MAX, "a text", text -> text.indexOf('\0') < 0)),
      Map.entry(KALEYRA_HOOK_AUTHORIZATION, HEADER),
      Map.entry(ZAPNOTY_COMPAT, matching("seed|current", "seed or current")),
      Map.entry(ZAPNOTY_STRICT_CODES, matching("true|false", "true or false")),
      Map.entry(ZAPNOTY_OTP_TEMPLATE,
          new Rule(LONG_MAX, "a text with {{code}} in it",
              text -> text.contains("{{code}}") && text.indexOf('\0') < 0)),
      Map.entry(EngagelabCallback.USERNAME, matching("[A-Za-z0-9._@-]{1,100}", "a user name")),
      Map.entry(EngagelabCallback.SECRET, LINE),
      Map.entry(EngagelabCallback.AUTHORIZATION, HEADER));
  /** What is kept sealed and never shown. */
  static final Set<String> SECRET = Set.of(ALPHASMS_HOOK_KEY, KALEYRA_HOOK_AUTHORIZATION,
      EngagelabCallback.URL, EngagelabCallback.SECRET, EngagelabCallback.AUTHORIZATION);

  private AccountSettings() {}

  /** The setting that holds the URL of one of Kaleyra's callback profiles. */
  public static String kaleyraProfileUrl(String profileId) {
    return "kaleyra.profile." + profileId + ".url";
  }

  private record Rule(int lengthMax, String form, Predicate<String> check) {}

  /**
   * Reads settings by their names; a value that is null is to be taken away. Unknown names are problems.
   *
   * @param targets where hooks may lead
   */
  static Map<String, Optional<String>> read(Fields fields, TargetRules targets) {
    var settings = new HashMap<String, Optional<String>>();
    for (String name : fields.names()) {
      Rule rule = rule(name, targets);
      if (rule == null) fields.wrong("", "holds something that is no setting");
      else
        settings.put(name, fields.string(name, rule.lengthMax(), rule.form(), rule.check()));
    }
    return settings;
  }

  private static Rule rule(String name, TargetRules targets) {
    if (name.equals(EngagelabCallback.URL)) return new Rule(LONG_MAX, URL_FORM, url -> isCallable(url, targets));
    if (KALEYRA_PROFILE_URL.matcher(name).matches())
      return new Rule(LENGTH_MAX, URL_FORM, url -> isLine(url) && isCallable(Placeholders.blank(url), targets));
    if (VERIFY_TIMEOUTS.contains(name))
      return new Rule(LENGTH_MAX, VerifyTimeouts.SETTING_FORM, VerifyTimeouts::isSetting);
    return RULES.get(name);
  }

  private static boolean isCallable(String url, TargetRules targets) {
    return targets.read(url) instanceof HookTarget;
  }

  private static Rule matching(String pattern, String form) {
    return new Rule(LENGTH_MAX, form, Pattern.compile(pattern).asMatchPredicate());
  }

  private static boolean isTexts(String json) {
    return JsonReader.readObject(json.getBytes(StandardCharsets.UTF_8))
        .filter(object -> object.fields().values().stream().allMatch(Json.Str.class::isInstance)).isPresent();
  }

  private static boolean isLine(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }
}
