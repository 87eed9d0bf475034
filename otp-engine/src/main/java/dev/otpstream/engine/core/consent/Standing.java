package dev.otpstream.engine.core.consent;

/** Where a caller sees a request. All but the first are final. */
public enum Standing {
  PENDING, SENT, CANCELLED, EXPIRED
}
