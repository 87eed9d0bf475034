package dev.otpstream.simulators.telegramgateway;

/**
 * What a caller asks to be sent, as far as the gateway needs it later.
 *
 * @param ttlSeconds zero for a message that never expires
 * @param callbackUrl empty for no reports
 * @param sender the caller's channel, or null for the gateway's own
 * @param payload null for none
 */
record GatewayOrder(String code, int ttlSeconds, String callbackUrl, String sender, String payload) {
  /** Without the code. */
  @Override public String toString() {
    return "GatewayOrder[ttlSeconds=" + ttlSeconds + "]";
  }
}
