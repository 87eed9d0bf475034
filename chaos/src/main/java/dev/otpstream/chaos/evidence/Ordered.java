package dev.otpstream.chaos.evidence;

/**
 * One dispatch, as committed and opened with the keys.
 *
 * @param phone digits only
 * @param code  the code, or the whole text if there is no code of ours
 */
public record Ordered(long messageId, int dispatch, String channel, String phone, String code) {
  /** Without phone and code. */
  @Override public String toString() {
    return "message " + messageId + " dispatch " + dispatch + " by " + channel;
  }
}
