package dev.otpstream.standalone.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.Env;
import dev.otpstream.standalone.doctor.Finding.Skipped;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Whether the providers of the settings answer and take our tokens. Nothing is sent to anybody. */
final class ProviderChecks {
  private static final String GATEWAY = "https://gatewayapi.telegram.org";
  private static final String BOT_API = "https://api.telegram.org";
  private static final String MAX = "https://platform-api2.max.ru";
  private static final String KALEYRA = "https://api.kaleyra.io";

  private static final Pattern CENTRE = Pattern.compile("\\bsmpp(-[a-z]+)?\\b");

  private ProviderChecks() {}

  /** One check for each provider that the settings name. */
  static List<Check> of(Env env) {
    var checks = new ArrayList<Check>();
    env.find("TELEGRAM_GATEWAY_TOKEN").ifPresent(token -> checks.add(Check.of("telegram-gateway",
        () -> gateway(env.string("TELEGRAM_GATEWAY_URL", GATEWAY), token))));
    env.find("TELEGRAM_BOT_TOKEN").ifPresent(token -> checks.add(Check.of("telegram-bot",
        () -> bot(env.string("TELEGRAM_BOT_API_URL", BOT_API), token, env.string("TELEGRAM_BOT_NAME", "")))));
    env.find("MAX_BOT_TOKEN").ifPresent(token -> checks.add(Check.of("max", () -> max(env, token))));
    env.find("KALEYRA_API_KEY").ifPresent(key -> checks.add(Check.of("kaleyra", () -> kaleyra(env, key))));
    for (String centre : centres(env))
      checks.add(Check.of(centre, () -> smpp(env, prefix(centre))));
    return checks;
  }

  /** The usual SMS centre, and all that the settings name, if their hosts are set; else the settings are wrong anyway. */
  private static Set<String> centres(Env env) {
    var centres = new LinkedHashSet<>(List.of("smpp"));
    String named = env.string("SMS_PROVIDER", "") + " " + env.string("SMS_ROUTES", "");
    CENTRE.matcher(named).results().map(MatchResult::group).forEach(centres::add);
    centres.removeIf(centre -> env.find(prefix(centre) + "HOST").isEmpty());
    return centres;
  }

  private static String prefix(String centre) {
    return centre.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
  }

  /** Asks for a request that does not exist: the gateway looks at the token first. */
  private static Finding gateway(String url, String token) {
    HttpProbe.Answer answer = HttpProbe.post(url + "/checkVerificationStatus",
        Map.of("Authorization", "Bearer " + token), "{\"request_id\":\"0\"}");
    boolean refused = answer.refused() || answer.json().path("error").asText().startsWith("ACCESS_TOKEN");
    return judged("Telegram's gateway", url, answer, refused, "TELEGRAM_GATEWAY_TOKEN", "TELEGRAM_GATEWAY_URL",
        answer.json().has("ok"));
  }

  private static Finding bot(String url, String token, String name) {
    HttpProbe.Answer answer = HttpProbe.get(url + "/bot" + token + "/getMe", Map.of());
    boolean refused = answer.refused() || answer.status() == 404; // a malformed token is no method
    return named(judged("Telegram's Bot API", url, answer, refused, "TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_API_URL",
        answer.json().path("ok").asBoolean()), answer.json().path("result"), name, "TELEGRAM_BOT_NAME");
  }

  private static Finding max(Env env, String token) {
    if (env.find("MAX_TRUSTED_CERTIFICATES").isPresent())
      return new Skipped("MAX_TRUSTED_CERTIFICATES is set, which this check does not use");
    String url = env.string("MAX_API_URL", MAX);
    HttpProbe.Answer answer = HttpProbe.get(url + "/me", Map.of("Authorization", token));
    return named(judged("MAX", url, answer, answer.refused(), "MAX_BOT_TOKEN", "MAX_API_URL",
        answer.status() == 200 && answer.json().has("user_id")), answer.json(), env.string("MAX_BOT_NAME", ""),
        "MAX_BOT_NAME");
  }

  private static Finding smpp(Env env, String prefix) {
    return env.flag(prefix + "TLS", env.find(prefix + "TRUSTED_CERTIFICATES").isPresent())
        ? new Skipped(prefix + "TLS is set, which this check does not speak")
        : SmppCheck.of(env, prefix).look();
  }

  /** Asks for a message that does not exist. */
  private static Finding kaleyra(Env env, String key) {
    String url = env.string("KALEYRA_URL", KALEYRA);
    HttpProbe.Answer answer = HttpProbe.get(
        url + "/v1/" + env.string("KALEYRA_SID", "") + "/messages/status?message_ids=0", Map.of("api-key", key));
    return judged("Kaleyra", url, answer, answer.refused(), "KALEYRA_API_KEY or KALEYRA_SID", "KALEYRA_URL",
        answer.json().isContainerNode());
  }

  private static Finding judged(String provider, String url, HttpProbe.Answer answer, boolean refused,
      String tokenSetting, String urlSetting, boolean sense) {
    if (answer.status() == 0)
      return new Wrong(
          provider + " does not answer at " + url + " (" + answer.why() + "): look at the network, or correct "
              + urlSetting);
    if (refused) return new Wrong(provider + " refuses the token: correct " + tokenSetting);
    return sense
        ? new Well("answers and takes the token")
        : new Wrong("what answers at " + url + " is not " + provider + " (status " + answer.status() + "): correct "
            + urlSetting);
  }

  /** A bot under another name has links that lead nowhere. */
  private static Finding named(Finding found, JsonNode bot, String name, String setting) {
    String username = bot.path("username").asText();
    return found instanceof Well && !name.isEmpty() && !username.isEmpty() && !username.equalsIgnoreCase(name)
        ? new Wrong("the token is of the bot " + username + " and not of " + name + ": correct " + setting)
        : found;
  }
}
