package dev.otpstream.simulators.max;

import java.time.Duration;

/**
 * Settings of the simulated messenger.
 *
 * @param port               zero for any free one
 * @param token              the only bot token that is taken
 * @param botName            the bot's name in deep links
 * @param requestsMax        how many requests are taken in any second; more are answered with 429
 * @param notificationPause  the pause before a refused notification is posted again; it grows with each try
 */
public record MaxConfig(int port, String token, String botName, int requestsMax, Duration notificationPause) {
  private static final int REQUESTS_MAX = 30;

  public static MaxConfig defaults() {
    return new MaxConfig(0, "simulated-max-token", "id7700000000_bot", REQUESTS_MAX, Duration.ofSeconds(60));
  }

  public MaxConfig withPort(int other) {
    return new MaxConfig(other, token, botName, requestsMax, notificationPause);
  }

  public MaxConfig withToken(String other) {
    return new MaxConfig(port, other, botName, requestsMax, notificationPause);
  }

  public MaxConfig withRequestsMax(int other) {
    return new MaxConfig(port, token, botName, other, notificationPause);
  }

  public MaxConfig withNotificationPause(Duration other) {
    return new MaxConfig(port, token, botName, requestsMax, other);
  }

  /** Without the token. */
  @Override public String toString() {
    return "MaxConfig[port=" + port + ", botName=" + botName + "]";
  }
}
