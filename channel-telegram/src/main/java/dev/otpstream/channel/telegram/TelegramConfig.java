package dev.otpstream.channel.telegram;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach Telegram's gateway, and where it reaches us.
 *
 * @param url          the gateway
 * @param token        who we are to it, and what it signs reports with
 * @param twoStep      whether a send asks for permission first, which lets it be repeated safely
 * @param sender       username of a verified Telegram channel to send from; empty: Telegram's own
 * @param sendTimeout  how long one send may take with all its calls
 * @param callbackUrl  where Telegram posts reports; empty: nowhere, unless the gateway is on this machine
 * @param callbackHost the address to listen on for reports
 * @param callbackPort the port; 0: any free one
 */
record TelegramConfig(URI url, Secret token, boolean twoStep, Optional<String> sender, Duration sendTimeout,
    Optional<URI> callbackUrl, String callbackHost, int callbackPort) {
  static final URI URL_DEFAULT = URI.create("https://gatewayapi.telegram.org");
  static final Duration SEND_TIMEOUT_DEFAULT = Duration.ofSeconds(10);
  private static final int CALLBACK_URL_BYTES_MAX = 256;
  /** What may stand in a header; a refusal of the HTTP client would quote the token. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]*");
  private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_]{4,32}");

  static TelegramConfig from(Env env) {
    Secret token = env.secret("TELEGRAM_GATEWAY_TOKEN");
    if (!TOKEN.matcher(token.reveal()).matches())
      env.problem("TELEGRAM_GATEWAY_TOKEN has characters that no token has");
    Optional<String> sender = env.find("TELEGRAM_GATEWAY_SENDER");
    if (sender.filter(name -> !USERNAME.matcher(name).matches()).isPresent())
      env.problem("TELEGRAM_GATEWAY_SENDER is not a username without @");
    Optional<URI> callbackUrl = Optional.ofNullable(env.uri("TELEGRAM_GATEWAY_CALLBACK_URL", null));
    if (callbackUrl.filter(url -> bytes(url) > CALLBACK_URL_BYTES_MAX).isPresent())
      env.problem("TELEGRAM_GATEWAY_CALLBACK_URL is longer than " + CALLBACK_URL_BYTES_MAX + " bytes");
    return new TelegramConfig(env.uri("TELEGRAM_GATEWAY_URL", URL_DEFAULT), token,
        env.flag("TELEGRAM_GATEWAY_TWO_STEP", true), sender,
        env.duration("TELEGRAM_GATEWAY_TIMEOUT", SEND_TIMEOUT_DEFAULT), callbackUrl,
        env.string("TELEGRAM_CALLBACK_HOST", "127.0.0.1"), env.integer("TELEGRAM_CALLBACK_PORT", 0, 0, 65535));
  }

  private static int bytes(URI url) {
    return url.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
