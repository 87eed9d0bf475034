package dev.otpstream.ingress.kaleyra;

import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;

/**
 * Our states in Kaleyra's words.
 *
 * @param status one of the four documented words
 * @param trace  the word for why
 */
record StatusWord(String status, String trace) {
  private static final String SENT = "Sent";
  private static final String NOT_SENT = "NotSent";
  private static final String UNDELIVERED = "UnDelivered";

  /** @param reason why the last failed dispatch failed; null: none did */
  static StatusWord of(MessageState state, Reason reason) {
    return switch (state) {
      case QUEUED, DISPATCHED -> new StatusWord(SENT, "SUBMITTED");
      case SENT, UNKNOWN -> new StatusWord(SENT, "SENT");
      case DELIVERED, READ, VERIFIED, ATTEMPTS_USED -> new StatusWord("Delivered", "DELIVERED");
      case EXPIRED -> new StatusWord(UNDELIVERED, "EXPIRED");
      case CANCELLED -> new StatusWord(UNDELIVERED, "FAILED");
      case UNDELIVERABLE -> reason == null ? new StatusWord(UNDELIVERED, "FAILED") : undeliverable(reason);
    };
  }

  private static StatusWord undeliverable(Reason reason) {
    return switch (reason) {
      case RECIPIENT_INVALID -> new StatusWord(NOT_SENT, "KLR-INV-NUMBER");
      case RECIPIENT_BLOCKED -> new StatusWord(NOT_SENT, "OPT-OUT");
      case NO_ROUTE -> new StatusWord(NOT_SENT, "NOT-ALLOWED");
      case RECIPIENT_UNREACHABLE -> new StatusWord(UNDELIVERED, "ABSENT-SUB");
      case CONTENT_REFUSED, SENDER_REFUSED -> new StatusWord(UNDELIVERED, "REJECTED");
      case EXPIRED -> new StatusWord(UNDELIVERED, "EXPIRED");
      default -> new StatusWord(UNDELIVERED, "FAILED"); // all others, and any that is yet to come
    };
  }
}
