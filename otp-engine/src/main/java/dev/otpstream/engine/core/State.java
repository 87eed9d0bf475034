package dev.otpstream.engine.core;

/** Where a message stands: progress, in this order, then the ends, which absorb whatever comes later. */
public enum State {
  QUEUED, DISPATCHED, SENT, DELIVERED, READ, VERIFIED, EXPIRED, CANCELLED, ATTEMPTS_USED, UNDELIVERABLE
}
