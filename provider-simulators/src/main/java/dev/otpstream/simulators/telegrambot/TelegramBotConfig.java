package dev.otpstream.simulators.telegrambot;

import java.time.Duration;

/**
 * Settings of the simulated Telegram.
 *
 * @param port         zero for any free one
 * @param token        the only bot token that is taken
 * @param botName      the bot's name in deep links
 * @param webhookPause the pause before a refused update is posted again; it doubles with each try
 */
public record TelegramBotConfig(int port, String token, String botName, Duration webhookPause) {
  public static TelegramBotConfig defaults() {
    return new TelegramBotConfig(0, "7700000000:simulated-bot-token", "otpstream_bot", Duration.ofMillis(100));
  }

  public TelegramBotConfig withPort(int other) {
    return new TelegramBotConfig(other, token, botName, webhookPause);
  }

  public TelegramBotConfig withToken(String other) {
    return new TelegramBotConfig(port, other, botName, webhookPause);
  }

  /** Without the token. */
  @Override public String toString() {
    return "TelegramBotConfig[port=" + port + ", botName=" + botName + "]";
  }
}
