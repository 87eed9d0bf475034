package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.front.HookUrl;
import dev.otpstream.kit.target.Placeholders;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The settings that an account may have. */
public final class AccountSettings {
  /** What a {@code balance} request answers. */
  public static final String ALPHASMS_BALANCE = "alphasms.balance";
  public static final String ALPHASMS_CURRENCY = "alphasms.currency";
  /** Calls a minute, over all fronts together and on each instance of the ingress; 0: as many as they like. */
  public static final String CALLS_PER_MINUTE = "calls_per_minute";
  private static final Set<String> NAMES = Set.of(ALPHASMS_BALANCE, ALPHASMS_CURRENCY, CALLS_PER_MINUTE);
  private static final Pattern KALEYRA_PROFILE_URL = Pattern.compile("kaleyra\\.profile\\.[0-9A-Za-z_-]{1,64}\\.url");
  private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?");
  private static final Pattern RATE = Pattern.compile("0|[1-9][0-9]{0,6}");

  private AccountSettings() {}

  /** The setting that holds the URL of one of Kaleyra's callback profiles. */
  public static String kaleyraProfileUrl(String profileId) {
    return "kaleyra.profile." + profileId + ".url";
  }

  static boolean isName(String name) {
    return NAMES.contains(name) || KALEYRA_PROFILE_URL.matcher(name).matches();
  }

  /** The name of a setting that should be a number and is not. */
  static Optional<String> problem(Map<String, String> settings) {
    if (!AMOUNT.matcher(settings.getOrDefault(ALPHASMS_BALANCE, "0")).matches()) return Optional.of(ALPHASMS_BALANCE);
    if (!RATE.matcher(settings.getOrDefault(CALLS_PER_MINUTE, "0")).matches()) return Optional.of(CALLS_PER_MINUTE);
    return Optional.empty();
  }

  /** The name of a setting that should be a URL and is not. */
  static Optional<String> urlProblem(Map<String, String> settings) {
    return settings.keySet().stream().filter(name -> KALEYRA_PROFILE_URL.matcher(name).matches())
        .filter(name -> !HookUrl.isValid(Placeholders.blank(settings.get(name)))).findFirst();
  }
}
