package dev.otpstream.engine.core.consent;

/** How far a request came. */
public enum Phase {
  /** Nobody has decided. */
  PENDING,
  /** Somebody agreed, and the code is on its way. */
  CLAIMED,
  /** The messenger took the code. */
  SENT,
  /** Somebody declined. */
  CANCELLED,
  /** Somebody agreed, but no code could be sent. */
  FAILED
}
