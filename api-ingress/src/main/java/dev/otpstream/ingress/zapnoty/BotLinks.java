package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.Env;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Links that open our bots in a messenger and tell them why.
 *
 * @param bots the bots' names by their channels; a channel without a bot has no link
 * @see <a href="https://core.telegram.org/bots/features#deep-linking">Telegram, deep linking</a>
 */
public record BotLinks(Map<String, String> bots) {
  /** The messengers, in the order in which links are given. */
  static final List<String> MESSENGERS = List.of(Channels.TELEGRAM, Channels.MAX);
  private static final Map<String, String> PLACES = Map.of(Channels.TELEGRAM, "https://t.me/", Channels.MAX,
      "https://max.ru/");
  private static final Pattern BOT = Pattern.compile("[A-Za-z0-9_]{1,64}");

  public BotLinks {
    bots = Map.copyOf(bots);
  }

  public static BotLinks from(Env env) {
    var bots = new TreeMap<String, String>();
    read(env, "TELEGRAM_BOT_NAME").ifPresent(name -> bots.put(Channels.TELEGRAM, name));
    read(env, "MAX_BOT_NAME").ifPresent(name -> bots.put(Channels.MAX, name));
    return new BotLinks(bots);
  }

  private static Optional<String> read(Env env, String variable) {
    Optional<String> name = env.find(variable).map(given -> given.startsWith("@") ? given.substring(1) : given);
    if (name.isPresent() && !BOT.matcher(name.get()).matches())
      env.problem(variable + " is not a bot's name: letters, digits and underscores");
    return name;
  }

  boolean has(String channel) {
    return bots.containsKey(channel);
  }

  /** @param payload what the bot is told: at most 64 characters of {@code [A-Za-z0-9_-]}, as Telegram allows */
  Json link(String channel, String payload) {
    return has(channel) ? Json.of(PLACES.get(channel) + bots.get(channel) + "?start=" + payload) : Json.nothing();
  }
}
