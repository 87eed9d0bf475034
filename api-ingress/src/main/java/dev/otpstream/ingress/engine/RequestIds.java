package dev.otpstream.ingress.engine;

import dev.otpstream.schemas.sealing.Keys;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Names of requests for consent, not to be guessed. A promise to ask once gives the same name each time, so that both
 * orders meet where the first one's answer is kept.
 */
final class RequestIds {
  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private final Keys keys;

  RequestIds(Keys keys) {
    this.keys = keys;
  }

  String random() {
    var id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++)
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    return id.toString();
  }

  /** The same for the same key of the same account, and known to nobody who has not our keys. */
  String of(String accountId, Once once) {
    byte[] digest = Base64.getUrlDecoder()
        .decode(keys.token(once.key(), "consent-request/" + accountId + "/" + once.scope()));
    var number = new BigInteger(1, digest);
    var base = BigInteger.valueOf(ALPHABET.length());
    var id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      BigInteger[] parts = number.divideAndRemainder(base);
      id.append(ALPHABET.charAt(parts[1].intValue()));
      number = parts[0];
    }
    return id.toString();
  }
}
