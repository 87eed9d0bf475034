package dev.otpstream.ingress.engine;

import dev.otpstream.kit.Env;
import java.time.Duration;

/**
 * How long a channel may take to deliver before the next one of the route is tried.
 *
 * @param messenger       for messengers
 * @param sms             for SMS
 * @param messengerVerify how long a messenger's code may stay unverified, delivered or not; zero: for ever
 * @param smsVerify       the same for SMS
 */
public record RouteTiming(Duration messenger, Duration sms, Duration messengerVerify, Duration smsVerify) {
  private static final Duration MESSENGER_DEFAULT = Duration.ofSeconds(30);
  private static final Duration SMS_DEFAULT = Duration.ofSeconds(60);

  public static RouteTiming from(Env env) {
    return new RouteTiming(env.duration("OTP_RECEIPT_TIMEOUT_MESSENGER", MESSENGER_DEFAULT),
        env.duration("OTP_RECEIPT_TIMEOUT_SMS", SMS_DEFAULT),
        env.duration("OTP_VERIFY_TIMEOUT_MESSENGER", Duration.ZERO),
        env.duration("OTP_VERIFY_TIMEOUT_SMS", Duration.ZERO));
  }

  Duration verifyTimeout(String channel) {
    return channel.equals("sms") ? smsVerify : messengerVerify;
  }

  Duration receiptTimeout(String channel) {
    return channel.equals("sms") ? sms : messenger;
  }
}
