package dev.otpstream.ingress.accounts;

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
  static final Set<String> NAMES = Set.of(ALPHASMS_BALANCE, ALPHASMS_CURRENCY, CALLS_PER_MINUTE);
  private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?");
  private static final Pattern RATE = Pattern.compile("0|[1-9][0-9]{0,6}");

  private AccountSettings() {}

  /** The name of a setting that should be a number and is not. */
  static Optional<String> problem(Map<String, String> settings) {
    if (!AMOUNT.matcher(settings.getOrDefault(ALPHASMS_BALANCE, "0")).matches()) return Optional.of(ALPHASMS_BALANCE);
    if (!RATE.matcher(settings.getOrDefault(CALLS_PER_MINUTE, "0")).matches()) return Optional.of(CALLS_PER_MINUTE);
    return Optional.empty();
  }
}
