package dev.otpstream.channel.sms.kaleyra;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach Kaleyra, and where it reaches us.
 *
 * @param url         the API's host, by region
 * @param sid         the account
 * @param path        the last part of the path that takes messages: the documentation knows two
 * @param type        which route the account has, such as OTP
 * @param sender      the originator where a message names none
 * @param templateId  the registered template, where the law wants one
 * @param sendTimeout how long one call may take
 * @param polls       how long after a send to ask for its fate, while no callback told it
 */
public record KaleyraConfig(URI url, String sid, Secret apiKey, String path, String type, String sender,
    Optional<String> templateId, Duration sendTimeout, CallbackConfig callbacks, List<Duration> polls) {
  static final URI URL_DEFAULT = URI.create("https://api.kaleyra.io");
  static final String SENDER_DEFAULT = "KLRHXA";
  static final Duration SEND_TIMEOUT_DEFAULT = Duration.ofSeconds(10);
  static final List<Duration> POLLS_DEFAULT = List.of(Duration.ofSeconds(30), Duration.ofSeconds(60),
      Duration.ofSeconds(120));
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  /** What may stand in a header; a refusal of the HTTP client would quote the key. */
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]*");
  private static final Pattern SENDER = Pattern.compile("[ -~]{1,15}");

  /** Reads the settings. Problems are left in {@code env}. */
  public static KaleyraConfig from(Env env) {
    Secret apiKey = env.secret("KALEYRA_API_KEY");
    if (!KEY.matcher(apiKey.reveal()).matches()) env.problem("KALEYRA_API_KEY has characters that no key has");
    String sid = env.required("KALEYRA_SID");
    if (!sid.isEmpty()) matching(env, "KALEYRA_SID", sid, PART);
    String sender = matching(env, "KALEYRA_SENDER", env.string("KALEYRA_SENDER", SENDER_DEFAULT), SENDER);
    Duration timeout = env.duration("KALEYRA_TIMEOUT", SEND_TIMEOUT_DEFAULT);
    if (timeout.isZero()) env.problem("KALEYRA_TIMEOUT must be longer than nothing");
    return new KaleyraConfig(env.uri("KALEYRA_URL", URL_DEFAULT), sid, apiKey,
        matching(env, "KALEYRA_PATH", env.string("KALEYRA_PATH", "messages"), PART),
        matching(env, "KALEYRA_TYPE", env.string("KALEYRA_TYPE", "OTP"), PART), sender, env.find("KALEYRA_TEMPLATE_ID"),
        timeout, CallbackConfig.from(env, sid, apiKey), env.durations("KALEYRA_POLLS", POLLS_DEFAULT));
  }

  private static String matching(Env env, String name, String value, Pattern form) {
    if (!form.matcher(value).matches()) env.problem(name + " has characters that it cannot have, or too many");
    return value;
  }
}
