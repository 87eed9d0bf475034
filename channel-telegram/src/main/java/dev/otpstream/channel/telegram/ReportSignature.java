package dev.otpstream.channel.telegram;

import dev.otpstream.kit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How Telegram signs reports: HMAC-SHA256 over the timestamp, a line break and the raw body, keyed with the SHA-256 of
 * the token. Thread-safe.
 *
 * @see <a href="https://core.telegram.org/gateway/api#report-delivery">Gateway API, report delivery</a>
 */
final class ReportSignature {
  /** How far a report's time may be off; older ones may be replays. */
  static final Duration AGE_MAX = Duration.ofMinutes(5);
  private static final String HMAC = "HmacSHA256";
  private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-fA-F]{64}");
  private final SecretKeySpec key;

  ReportSignature(Secret token) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.reveal().getBytes(StandardCharsets.UTF_8));
      key = new SecretKeySpec(digest, HMAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether Telegram signed this body a moment ago. Headers that are missing are null. */
  boolean holds(String timestamp, String signature, byte[] body, Instant now) {
    if (timestamp == null || !TIMESTAMP.matcher(timestamp).matches()) return false;
    if (signature == null || !SIGNATURE.matcher(signature).matches()) return false;
    Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now).abs();
    if (age.compareTo(AGE_MAX) > 0) return false;
    return MessageDigest.isEqual(sign(timestamp, body), HexFormat.of().parseHex(signature)); // in constant time
  }

  private byte[] sign(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update((timestamp + "\n").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }
}
