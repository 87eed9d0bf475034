package dev.otpstream.engine.core;

/** Where a message stands. */
public enum State {
  QUEUED, DISPATCHED, SENT, DELIVERED, READ, VERIFIED, EXPIRED, CANCELLED, ATTEMPTS_USED, UNDELIVERABLE
}
