package dev.otpstream.channel.telegram;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach Telegram as a bot, and where it reaches us.
 *
 * @param url         the Bot API
 * @param token       who we are to it; a part of every URL, so none is ever logged
 * @param name        the bot's username, as its links have it
 * @param sendTimeout how long one call may take
 * @param rateMax     how many messages may go out in a second, from this worker
 * @param webhook     how updates come; empty: we poll for them
 */
record BotConfig(URI url, Secret token, String name, Duration sendTimeout, int rateMax, Optional<Webhook> webhook) {
  static final URI URL_DEFAULT = URI.create("https://api.telegram.org");
  static final Duration SEND_TIMEOUT_DEFAULT = Duration.ofSeconds(10);
  /** Telegram takes about 30 in a second. */
  static final int RATE_MAX_DEFAULT = 25;
  private static final Pattern TOKEN = Pattern.compile("[0-9]{1,20}:[A-Za-z0-9_-]{1,100}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{3,31}");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{16,256}");

  /**
   * How Telegram calls us.
   *
   * @param publicUrl what Telegram is told
   * @param secret    what each call must bring
   * @param host      the address to listen on
   * @param port      the port; 0: any free one
   */
  record Webhook(URI publicUrl, Secret secret, String host, int port) {}

  /** Empty if there is no bot. */
  static Optional<BotConfig> from(Env env) {
    if (env.find("TELEGRAM_BOT_TOKEN").isEmpty()) return Optional.empty();
    Secret token = env.secret("TELEGRAM_BOT_TOKEN");
    if (!TOKEN.matcher(token.reveal()).matches()) env.problem("TELEGRAM_BOT_TOKEN is no bot token");
    String name = env.required("TELEGRAM_BOT_NAME");
    if (!name.isEmpty() && !NAME.matcher(name).matches())
      env.problem("TELEGRAM_BOT_NAME is not a username without @");
    return Optional.of(new BotConfig(env.uri("TELEGRAM_BOT_API_URL", URL_DEFAULT), token, name,
        env.duration("TELEGRAM_BOT_TIMEOUT", SEND_TIMEOUT_DEFAULT),
        env.integer("TELEGRAM_BOT_RATE_MAX", RATE_MAX_DEFAULT, 1, 1000), webhook(env)));
  }

  private static Optional<Webhook> webhook(Env env) {
    URI url = env.uri("TELEGRAM_BOT_WEBHOOK_URL", null);
    if (url == null) return Optional.empty();
    Secret secret = env.secret("TELEGRAM_BOT_WEBHOOK_SECRET");
    if (!secret.isEmpty() && !SECRET.matcher(secret.reveal()).matches())
      env.problem("TELEGRAM_BOT_WEBHOOK_SECRET is not 16 to 256 of A-Z, a-z, 0-9, _ and -");
    return Optional.of(new Webhook(url, secret, env.string("TELEGRAM_BOT_WEBHOOK_HOST", "127.0.0.1"),
        env.integer("TELEGRAM_BOT_WEBHOOK_PORT", 0, 0, 65535)));
  }
}
