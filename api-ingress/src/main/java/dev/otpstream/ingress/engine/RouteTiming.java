package dev.otpstream.ingress.engine;

import dev.otpstream.kit.Env;
import java.time.Duration;

/**
 * How long a channel may take to deliver before the next one of the route is tried.
 *
 * @param messenger for messengers
 * @param sms       for SMS
 */
public record RouteTiming(Duration messenger, Duration sms) {
  private static final Duration MESSENGER_DEFAULT = Duration.ofSeconds(30);
  private static final Duration SMS_DEFAULT = Duration.ofSeconds(60);

  public static RouteTiming from(Env env) {
    return new RouteTiming(env.duration("OTP_RECEIPT_TIMEOUT_MESSENGER", MESSENGER_DEFAULT),
        env.duration("OTP_RECEIPT_TIMEOUT_SMS", SMS_DEFAULT));
  }

  Duration receiptTimeout(String channel) {
    return channel.equals("sms") ? sms : messenger;
  }
}
