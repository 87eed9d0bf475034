package dev.otpstream.channel.sms;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * How a centre writes one message's id in its answer and in its receipts. Both are brought to one form, decimal where
 * they differ. An id that is no number stays as it is.
 */
public enum ReceiptIds {
  /** Alike. */
  SAME(0, 0),
  /** Hexadecimal in the answer, decimal in the receipt. */
  HEX_TO_DECIMAL(16, 10),
  /** Decimal in the answer, hexadecimal in the receipt. */
  DECIMAL_TO_HEX(10, 16);

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,32}");
  private static final Pattern HEX = Pattern.compile("\\p{XDigit}{1,32}");
  private final int answerRadix;
  private final int receiptRadix;

  ReceiptIds(int answerRadix, int receiptRadix) {
    this.answerRadix = answerRadix;
    this.receiptRadix = receiptRadix;
  }

  /** The id of a submit_sm_resp. */
  String ofAnswer(String id) {
    return decimal(id, answerRadix);
  }

  /** The id of a receipt. */
  String ofReceipt(String id) {
    return decimal(id, receiptRadix);
  }

  private static String decimal(String id, int radix) {
    boolean number = radix == 16 ? HEX.matcher(id).matches() : radix == 10 && DECIMAL.matcher(id).matches();
    return number ? new BigInteger(id, radix).toString() : id;
  }
}
