package dev.otpstream.channel.sms;

import dev.otpstream.channel.sms.kaleyra.KaleyraChannel;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.ProviderOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which providers an SMS may go to, by the first digits of the number: the longest prefix that fits decides.
 *
 * @param providers all there are, the preferred one first
 * @param byPrefix  the providers of numbers that begin so, in the order to ask them; the empty prefix fits all
 */
record SmsRoutes(List<String> providers, Map<String, List<String>> byPrefix) implements ProviderOrder {
  /** The longest country code has three digits, and a few more tell operators apart. */
  private static final int PREFIX_DIGITS_MAX = 7;
  private static final Pattern PROVIDER = Pattern
      .compile(SmppChannel.PROVIDER + "(-[a-z]{1,16})?|" + KaleyraChannel.PROVIDER);
  private static final Pattern PREFIX = Pattern.compile("\\*|\\+?(\\d{1," + PREFIX_DIGITS_MAX + "})");

  SmsRoutes {
    providers = List.copyOf(providers);
    byPrefix = Map.copyOf(byPrefix);
  }

  /**
   * Reads {@code SMS_PROVIDER}, such as {@code smpp,kaleyra}, and {@code SMS_ROUTES}, such as
   * {@code 7=kaleyra,49=smpp,*=smpp,kaleyra}: what follows a comma without a prefix of its own is the next provider of the
   * prefix before. Problems are left in {@code env}.
   */
  static SmsRoutes from(Env env) {
    Map<String, List<String>> routes = routes(env, env.string("SMS_ROUTES", ""));
    var providers = new LinkedHashSet<>(Arrays.asList(env.string("SMS_PROVIDER", "").split("\\s*,\\s*", -1)));
    providers.remove("");
    if (providers.isEmpty()) routes.values().forEach(providers::addAll);
    if (providers.isEmpty()) providers.add(SmppChannel.PROVIDER);
    for (String provider : providers)
      if (!PROVIDER.matcher(provider).matches())
        env.problem("SMS_PROVIDER is not one or some of smpp, smpp-<letters>, kaleyra");
    for (List<String> named : routes.values())
      if (!providers.containsAll(named)) env.problem("SMS_ROUTES names a provider that SMS_PROVIDER does not");
    routes.putIfAbsent("", List.copyOf(providers));
    return new SmsRoutes(List.copyOf(providers), routes);
  }

  private static Map<String, List<String>> routes(Env env, String words) {
    var routes = new LinkedHashMap<String, List<String>>();
    List<String> current = null;
    for (String word : words.isBlank() ? new String[0] : words.split(",", -1)) {
      String provider = word.strip();
      int equals = provider.indexOf('=');
      if (equals >= 0) {
        current = routeOf(env, routes, provider.substring(0, equals).strip());
        provider = provider.substring(equals + 1).strip();
      }
      if (current == null || current.contains(provider) || !PROVIDER.matcher(provider).matches())
        env.problem("SMS_ROUTES is not such as 7=kaleyra,49=smpp,*=smpp,kaleyra");
      else
        current.add(provider);
    }
    return routes;
  }

  private static List<String> routeOf(Env env, Map<String, List<String>> routes, String prefix) {
    var digits = PREFIX.matcher(prefix);
    if (!digits.matches()) env.problem("SMS_ROUTES has a prefix that is neither 1 to 7 digits nor *");
    String key = digits.matches() && digits.group(1) != null ? digits.group(1) : "";
    if (routes.containsKey(key)) env.problem("SMS_ROUTES names a prefix twice");
    return routes.computeIfAbsent(key, _ -> new ArrayList<>());
  }

  @Override public List<String> of(OpenDispatch dispatch) {
    String number = dispatch.recipient().startsWith("+") ? dispatch.recipient().substring(1) : dispatch.recipient();
    for (int digits = Math.min(PREFIX_DIGITS_MAX, number.length()); digits > 0; digits--) {
      List<String> found = byPrefix.get(number.substring(0, digits));
      if (found != null) return found;
    }
    return byPrefix.get("");
  }
}
