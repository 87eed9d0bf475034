package dev.otpstream.channel.max;

import dev.otpstream.kit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the messenger sends along with updates, so that nobody else can. Made of the token: all workers agree on it. */
final class HookSecret {
  static final String HEADER = "X-Max-Bot-Api-Secret";
  private static final String HMAC = "HmacSHA256";

  private HookSecret() {}

  static String of(Secret token) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(token.reveal().getBytes(StandardCharsets.UTF_8), HMAC));
      byte[] secret = mac.doFinal("webhook".getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make the secret", e);
    }
  }

  /** Whether a header's value is the secret; takes as long for a wrong one. */
  static boolean holds(String given, Secret token) {
    return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8),
        of(token).getBytes(StandardCharsets.UTF_8));
  }
}
