package dev.otpstream.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** The one user whom the registry lets in. Never prints the password. */
public record BasicAuth(String user, String password) {
  /** Reads {@code user:password}. */
  public static BasicAuth parse(String userAndPassword) {
    int colon = userAndPassword.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("basic auth is user:password");
    }
    return new BasicAuth(userAndPassword.substring(0, colon), userAndPassword.substring(colon + 1));
  }

  /** Whether an {@code Authorization} header, or null, is this user's. Takes the same time for any wrong one. */
  boolean matches(String header) {
    String token = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    byte[] expected = ("Basic " + token).getBytes(StandardCharsets.UTF_8);
    return header != null && MessageDigest.isEqual(expected, header.getBytes(StandardCharsets.UTF_8));
  }

  @Override public String toString() {
    return "BasicAuth[user=" + user + "]";
  }
}
