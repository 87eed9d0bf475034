package dev.otpstream.ingress.engine;

import java.time.Duration;

/**
 * A caller's promise that two orders with the same key are one. Prints as redacted.
 *
 * @param scope    keeps equal keys of different operations apart
 * @param key      the caller's key
 * @param request  what was asked, equal for equal requests: the same key with another request is refused
 * @param lifetime how long the first answer is kept
 */
public record Once(String scope, String key, String request, Duration lifetime) {
  @Override public String toString() {
    return "Once[" + scope + "]";
  }
}
