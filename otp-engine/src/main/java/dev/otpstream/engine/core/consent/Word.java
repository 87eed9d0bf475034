package dev.otpstream.engine.core.consent;

/** What a messenger user says to a request. */
public enum Word {
  /** Opened the link. */
  STARTED,
  /** Agreed. */
  CONSENTED,
  /** Declined. */
  CANCELLED
}
