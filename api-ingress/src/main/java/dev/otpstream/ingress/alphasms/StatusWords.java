package dev.otpstream.ingress.alphasms;

import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;

/** Our states in AlphaSMS's words. Callers look for parts of these words, so there is never a new one. */
final class StatusWords {
  private StatusWords() {}

  /** @param reason why the last failed dispatch failed; null: none did */
  static String of(MessageState state, Reason reason) {
    return switch (state) {
      case QUEUED -> "QUEUED";
      case DISPATCHED -> "ROUTING";
      case SENT -> "ACCEPTED";
      case DELIVERED, VERIFIED, ATTEMPTS_USED -> "DELIVERED";
      case READ -> "READ";
      case EXPIRED -> "EXPIRED";
      case CANCELLED -> "DELETED";
      case UNDELIVERABLE -> reason == null ? "UNDELIVERABLE" : undeliverable(reason);
      case UNKNOWN -> "UNKNOWN";
    };
  }

  private static String undeliverable(Reason reason) {
    return switch (reason) {
      case RECIPIENT_INVALID -> "INVALID DESTINATION ADDRESS";
      case CONTENT_REFUSED -> "REJECTED";
      case SENDER_REFUSED -> "INVALID SOURCE ADDRESS";
      case NO_ROUTE -> "NO ROUTE";
      case EXPIRED -> "EXPIRED";
      default -> "UNDELIVERABLE"; // all others, and any that is yet to come
    };
  }
}
