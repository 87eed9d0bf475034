package dev.otpstream.ingress.front;

import dev.otpstream.kit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** What operators show as bearer token. */
public final class OperatorToken {
  private final byte[] token;

  public OperatorToken(Secret token) {
    this.token = token.reveal().getBytes(StandardCharsets.UTF_8);
  }

  /** How to answer a call that does not show it; empty if it does. */
  public Optional<Answer> refusal(Call call) {
    boolean known = call.bearer().filter(given -> MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token))
        .isPresent();
    return known
        ? Optional.empty()
        : Optional.of(Envelope.error(401, "unauthorized", "Wrong or missing bearer token").with("WWW-Authenticate",
            "Bearer"));
  }
}
