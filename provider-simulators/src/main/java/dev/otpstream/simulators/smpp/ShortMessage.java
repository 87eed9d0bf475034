package dev.otpstream.simulators.smpp;

/**
 * What one submit_sm asks for.
 *
 * @param phone digits only
 * @param registeredDelivery which receipts are asked for: 0 none, 1 all, 2 failures only
 * @param validityPeriod as given, or empty
 */
record ShortMessage(String sender,
    String phone,
    String text,
    Segment segment,
    int dataCoding,
    int registeredDelivery,
    String validityPeriod) {

  boolean wantsReceipt(boolean delivered) {
    return registeredDelivery == 1 || (registeredDelivery == 2 && !delivered);
  }

  /** Without phone and text. */
  @Override public String toString() {
    return "ShortMessage[segment=" + segment + "]";
  }
}
