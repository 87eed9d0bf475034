package dev.otpstream.engine.core;

/** What can happen to a message. */
public enum EventType {
  ACCEPTED, DISPATCHED, SENT, UNCLEAR, DELIVERED, READ, FAILED, FALLBACK, ATTEMPT_FAILED, VERIFIED, EXPIRED, CANCELLED,
  ATTEMPTS_USED, UNDELIVERABLE
}
