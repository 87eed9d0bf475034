package dev.otpstream.channel.sms;

/**
 * One submit_sm. Prints without its contents.
 *
 * @param receipts which receipts are asked for, as registered_delivery
 */
record Submit(SmppAddress source, SmppAddress destination, String validity, byte receipts, Segment segment) {
  /** A receipt whatever becomes of it. */
  static final byte EVERY_RECEIPT = 0x01;
  /** A receipt only if it fails. */
  static final byte FAILURE_RECEIPT = 0x02;

  @Override public String toString() {
    return "Submit[" + segment + "]";
  }
}
