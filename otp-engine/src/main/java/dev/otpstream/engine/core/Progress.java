package dev.otpstream.engine.core;

/**
 * How far one dispatch came. It only ever moves forward in this order, so doubled, late and early results are harmless.
 */
public enum Progress {
  /** Handed to the channel's worker. */
  DISPATCHED,
  /** Perhaps sent: the provider did not answer. */
  UNCLEAR,
  /** The provider took it. */
  SENT,
  /** It is on the recipient's device. */
  DELIVERED,
  /** The recipient opened it. */
  READ,
  /** Surely not delivered, and never will be. */
  FAILED;

  /** Whether a later word may replace this one: what was delivered does not fail any more, and what failed stays so. */
  boolean mayBecome(Progress next) {
    if (next == FAILED) return compareTo(DELIVERED) < 0;
    return this != FAILED && next.compareTo(this) > 0;
  }
}
