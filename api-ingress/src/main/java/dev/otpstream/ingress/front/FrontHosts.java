package dev.otpstream.ingress.front;

import dev.otpstream.kit.Env;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Host names that belong to one front each: there, only that front is spoken. Under every other name all fronts are,
 * told apart by their paths.
 *
 * @param fronts the fronts' names by host name, in lower case and without port
 */
public record FrontHosts(Map<String, String> fronts) {
  /** No host name belongs to a front. */
  public static final FrontHosts NONE = new FrontHosts(Map.of());
  private static final String SETTING = "OTP_FRONT_HOSTS";

  public FrontHosts {
    fronts = Map.copyOf(fronts);
  }

  /**
   * Reads {@code OTP_FRONT_HOSTS}, such as {@code alphasms=sms.example.org,kaleyra=api.example.org}.
   *
   * @param known the names that fronts have
   */
  public static FrontHosts from(Env env, List<String> known) {
    var fronts = new HashMap<String, String>();
    for (String pair : env.string(SETTING, "").split(",", -1)) {
      if (pair.isBlank()) continue;
      String[] parts = pair.strip().split("=", -1);
      if (parts.length != 2 || !known.contains(parts[0]) || parts[1].isBlank())
        env.problem(SETTING + " must be like alphasms=sms.example.org; fronts are " + String.join(", ", known));
      else
        fronts.put(parts[1].toLowerCase(Locale.ROOT), parts[0]);
    }
    return new FrontHosts(fronts);
  }

  /** The front that has the host to itself. */
  Optional<String> frontOf(String host) {
    return host == null ? Optional.empty() : Optional.ofNullable(fronts.get(host.toLowerCase(Locale.ROOT)));
  }
}
