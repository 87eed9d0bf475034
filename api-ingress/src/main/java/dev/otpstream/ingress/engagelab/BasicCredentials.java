package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.front.Call;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands in a {@code Basic} authorization (RFC 7617). The first colon divides, so that a secret may have some. Prints
 * without the secret.
 */
record BasicCredentials(String name, String secret) {
  private static final String SCHEME = "basic ";

  /** The call's credentials; empty if there are none or they are malformed. */
  static Optional<BasicCredentials> of(Call call) {
    return call.header(Call.AUTHORIZATION).filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
        .flatMap(value -> decode(value.substring(SCHEME.length()).strip()));
  }

  private static Optional<BasicCredentials> decode(String coded) {
    try {
      String pair = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Base64.getDecoder().decode(coded)))
          .toString();
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  @Override public String toString() {
    return "BasicCredentials[" + name + "]";
  }
}
