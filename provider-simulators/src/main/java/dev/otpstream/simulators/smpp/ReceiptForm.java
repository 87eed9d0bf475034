package dev.otpstream.simulators.smpp;

/**
 * How receipts look; providers differ.
 *
 * @param parameters with receipted_message_id and message_state, or by text only
 * @param receiptEsmClass with the receipt bit in esm_class, or without, as some providers send them
 */
public record ReceiptForm(MessageId messageId, boolean parameters, boolean receiptEsmClass) {
  /** How the id of submit_sm_resp and that of the receipt are written. */
  public enum MessageId {
    SAME,
    HEX_THEN_DECIMAL,
    DECIMAL_THEN_HEX;

    String inAnswer(long id) {
      return this == HEX_THEN_DECIMAL ? Long.toHexString(id) : Long.toString(id);
    }

    String inReceipt(long id) {
      return this == DECIMAL_THEN_HEX ? Long.toHexString(id) : Long.toString(id);
    }
  }

  public static ReceiptForm usual() {
    return new ReceiptForm(MessageId.SAME, true, true);
  }
}
