package dev.otpstream.chaos.evidence;

/**
 * One order of a caller and the last word on it. Repeats under the same key are one call.
 *
 * @param story     whose life it belongs to
 * @param order     what was asked
 * @param key       the idempotency key
 * @param phone     digits only
 * @param right     of a guess: whether it was the code that the phone had got
 * @param told      the answer
 * @param messageId the message it is about; 0: the caller does not know
 * @param attempts  of a send: how many attempts the code allows; else 0
 * @param begunMs   when it was first asked
 * @param toldMs    when the answer came
 * @param tries     how many times it was asked
 */
public record Call(long story, Order order, String key, String phone, boolean right, Told told, long messageId,
    int attempts, long begunMs, long toldMs, int tries) {
  /** What callers ask. */
  public enum Order {
    SEND,
    VERIFY,
    CANCEL
  }

  /** What callers are told. */
  public enum Told {
    /** Nothing in all tries: any outcome is possible. */
    NOTHING,
    ACCEPTED,
    VERIFIED,
    WRONG_CODE,
    CANCELLED,
    /** In order, but no: used up, ended, expired, too many. */
    NO
  }

  /** Whether a guess was surely compared with the code. */
  public boolean compared() {
    return order == Order.VERIFY && (told == Told.VERIFIED || told == Told.WRONG_CODE);
  }

  /** Without the phone. */
  @Override public String toString() {
    return "story " + story + " " + order + " " + key + " " + told + " message " + messageId;
  }
}
