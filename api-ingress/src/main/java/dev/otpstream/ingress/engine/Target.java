package dev.otpstream.ingress.engine;

import dev.otpstream.ingress.front.Recipient;

/** Which code is meant. */
public sealed interface Target {
  /** The active code of a recipient for a purpose. */
  record ByRecipient(Recipient recipient, String purpose) implements Target {}

  /** The code of one message. */
  record ByMessage(long messageId) implements Target {}
}
