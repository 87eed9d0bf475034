package dev.otpstream.chaos.evidence;

/**
 * What a phone got from a provider.
 *
 * @param phone digits only
 */
public record Arrival(String channel, String phone, String code, long atMs) {
  /** Without phone and code. */
  @Override public String toString() {
    return "a message by " + channel + " at " + atMs;
  }
}
