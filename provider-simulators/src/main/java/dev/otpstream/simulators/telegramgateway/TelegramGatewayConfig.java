package dev.otpstream.simulators.telegramgateway;

import java.time.Duration;

/**
 * Settings of the simulated gateway.
 *
 * @param port zero for any free one
 * @param token the only API token that is taken
 * @param ttlSecond how long one second of a caller's {@code ttl} lasts; shorter to see expiry sooner
 * @param reportPause the pause before a refused report is sent again; it doubles with each try
 */
public record TelegramGatewayConfig(int port, String token, Duration ttlSecond, Duration reportPause) {
  public static TelegramGatewayConfig defaults() {
    return new TelegramGatewayConfig(0, "simulated-gateway-token", Duration.ofSeconds(1), Duration.ofMillis(100));
  }

  public TelegramGatewayConfig withPort(int other) {
    return new TelegramGatewayConfig(other, token, ttlSecond, reportPause);
  }

  public TelegramGatewayConfig withToken(String other) {
    return new TelegramGatewayConfig(port, other, ttlSecond, reportPause);
  }

  public TelegramGatewayConfig withTtlSecond(Duration other) {
    return new TelegramGatewayConfig(port, token, other, reportPause);
  }

  public TelegramGatewayConfig withReportPause(Duration other) {
    return new TelegramGatewayConfig(port, token, ttlSecond, other);
  }

  /** Without the token. */
  @Override public String toString() {
    return "TelegramGatewayConfig[port=" + port + "]";
  }
}
