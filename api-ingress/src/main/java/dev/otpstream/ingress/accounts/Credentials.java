package dev.otpstream.ingress.accounts;

import java.security.SecureRandom;
import java.util.Base64;

/** New credentials, in the form that each vendor's callers expect. */
final class Credentials {
  private static final String DIGITS = "0123456789";
  private static final String HEX = "0123456789abcdef";
  private static final String BASE_62 = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int WEBHOOK_SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Credentials() {}

  static String accountId() {
    return "acc_" + random(BASE_62, 16);
  }

  static String alphasmsAuth() {
    return random(HEX, 32);
  }

  static String zapnotyKey() {
    return "zn_live_" + random(BASE_62, 32);
  }

  static String zapnotyTestKey() {
    return "zn_test_" + random(BASE_62, 32);
  }

  /** Names an endpoint; no front's own endpoint is called so. */
  static String endpointId() {
    return "wh_" + random(BASE_62, 16);
  }

  static String engagelabDevKey() {
    return random(HEX, 24);
  }

  static String engagelabDevSecret() {
    return random(HEX, 32);
  }

  /** Its digits keep it from being a word of another front's paths. */
  static String kaleyraSid() {
    return "HX" + random(DIGITS, 12) + "OTP";
  }

  static String kaleyraKey() {
    return "A" + random(HEX, 32);
  }

  /** In the form of Standard Webhooks. */
  static String webhookSecret() {
    byte[] bytes = new byte[WEBHOOK_SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  private static String random(String alphabet, int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++)
      text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
    return text.toString();
  }
}
