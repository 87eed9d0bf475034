package dev.otpstream.channel.max;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach the MAX messenger, and where it reaches us.
 *
 * @param url          the Bot API
 * @param token        who we are to it
 * @param botName      the bot's name in links
 * @param trusted      a PEM file of certificates to trust besides the platform's own
 * @param sendTimeout  how long one call may take, apart from updates
 * @param pollTime     how long the messenger may wait for updates
 * @param requestsMax  how many requests a second all workers of the token make together
 * @param webhookUrl   where the messenger posts updates; empty: they are polled for
 * @param webhookHost  the address to listen on for them
 * @param webhookPort  the port; 0: any free one
 * @param webhookWatch how often the subscription is looked after
 */
record MaxConfig(URI url, Secret token, String botName, Optional<Path> trusted, Duration sendTimeout,
    Duration pollTime, int requestsMax, Optional<URI> webhookUrl, String webhookHost, int webhookPort,
    Duration webhookWatch) {
  static final URI URL_DEFAULT = URI.create("https://platform-api2.max.ru");
  static final Duration SEND_TIMEOUT_DEFAULT = Duration.ofSeconds(8);
  private static final Duration SEND_TIMEOUT_MAX = Duration.ofSeconds(10);
  private static final Duration POLL_TIME_DEFAULT = Duration.ofSeconds(30);
  private static final Duration POLL_TIME_MAX = Duration.ofSeconds(50);
  private static final int REQUESTS_MAX_DEFAULT = 25;
  private static final Duration WEBHOOK_WATCH_DEFAULT = Duration.ofMinutes(5);
  /** What may stand in a header; a refusal of the HTTP client would quote the token. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{0,64}");

  static MaxConfig from(Env env) {
    Secret token = env.secret("MAX_BOT_TOKEN");
    if (!TOKEN.matcher(token.reveal()).matches()) env.problem("MAX_BOT_TOKEN has characters that no token has");
    String name = env.required("MAX_BOT_NAME");
    if (!NAME.matcher(name).matches()) env.problem("MAX_BOT_NAME is not a bot's name");
    return new MaxConfig(env.uri("MAX_API_URL", URL_DEFAULT), token, name,
        env.find("MAX_TRUSTED_CERTIFICATES").map(Path::of),
        atMost(env, "MAX_TIMEOUT", SEND_TIMEOUT_DEFAULT, SEND_TIMEOUT_MAX),
        atMost(env, "MAX_POLL_TIME", POLL_TIME_DEFAULT, POLL_TIME_MAX),
        env.integer("MAX_REQUESTS_MAX", REQUESTS_MAX_DEFAULT, 1, Turns.COUNT),
        Optional.ofNullable(env.uri("MAX_WEBHOOK_URL", null)), env.string("MAX_WEBHOOK_HOST", "127.0.0.1"),
        env.integer("MAX_WEBHOOK_PORT", 0, 0, 65535), env.duration("MAX_WEBHOOK_WATCH", WEBHOOK_WATCH_DEFAULT));
  }

  private static Duration atMost(Env env, String name, Duration fallback, Duration max) {
    Duration span = env.duration(name, fallback);
    if (span.compareTo(max) > 0) env.problem(name + " is longer than " + max.toSeconds() + "s");
    return span;
  }
}
