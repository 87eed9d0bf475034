package dev.otpstream.simulators.telegramgateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs delivery reports: HMAC-SHA256 over timestamp, newline and raw body, keyed with the SHA-256 of the token.
 *
 * @see <a href="https://core.telegram.org/gateway/api">Gateway API, report delivery</a>
 */
final class ReportSignature {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  ReportSignature(String token) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      key = new SecretKeySpec(digest, ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** @return lower-case hex */
  String of(long timestampSeconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((timestampSeconds + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
