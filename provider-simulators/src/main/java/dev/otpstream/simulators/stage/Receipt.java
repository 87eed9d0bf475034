package dev.otpstream.simulators.stage;

import java.time.Duration;

/**
 * One delivery receipt to send.
 *
 * @param delay counted from the answer, or from the call if {@code beforeAnswer}
 * @param copies how many times the same receipt is sent, at least one
 */
public record Receipt(Status status, Duration delay, boolean beforeAnswer, int copies, Flaw flaw) {
  /** What became of the message. A protocol without the word uses the nearest, or sends none for {@code READ}. */
  public enum Status {
    ENROUTE,
    DELIVERED,
    READ,
    UNDELIVERED,
    EXPIRED,
    REJECTED
  }

  /** What is wrong with a receipt. */
  public enum Flaw {
    NONE,
    /** Signed with another key. A protocol without signatures sends it plain. */
    WRONG_SIGNATURE,
    /** Rightly signed, but an hour old, as a replay would be. */
    OLD_TIMESTAMP,
    /** Rightly signed, for a message that was never accepted. */
    UNKNOWN_ID
  }

  static final int COPIES_MAX = 100;

  public Receipt {
    if (delay.isNegative()) throw new IllegalArgumentException("the delay of a receipt is not negative");
    if (copies < 1 || copies > COPIES_MAX)
      throw new IllegalArgumentException("copies of a receipt: 1 to " + COPIES_MAX);
  }

  public static Receipt of(Status status, Duration delay) {
    return new Receipt(status, delay, false, 1, Flaw.NONE);
  }

  public Receipt times(int count) {
    return new Receipt(status, delay, beforeAnswer, count, flaw);
  }

  /** Sends it while the caller still waits for the answer. */
  public Receipt early() {
    return new Receipt(status, delay, true, copies, flaw);
  }

  public Receipt with(Flaw otherFlaw) {
    return new Receipt(status, delay, beforeAnswer, copies, otherFlaw);
  }
}
