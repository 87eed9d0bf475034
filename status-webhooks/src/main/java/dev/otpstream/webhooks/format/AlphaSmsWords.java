package dev.otpstream.webhooks.format;

import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;

/** Our states in AlphaSMS's words. The list of words is closed: readers look for parts of them. */
final class AlphaSmsWords {
  private AlphaSmsWords() {}

  static String of(StatusEvent event) {
    // A receipt that comes after the verification has ended is still news.
    if (event.getType() == StatusType.DELIVERED) return "DELIVERED";
    if (event.getType() == StatusType.READ) return "READ";
    return switch (event.getState()) {
      case QUEUED -> "QUEUED";
      case DISPATCHED -> "ROUTING";
      case SENT -> "ACCEPTED";
      case DELIVERED -> "DELIVERED";
      case READ -> "READ";
      // The words know of delivery only, and whoever entered a code had got it.
      case VERIFIED, ATTEMPTS_USED -> "DELIVERED";
      case EXPIRED -> "EXPIRED";
      case CANCELLED -> "DELETED";
      case UNDELIVERABLE -> undeliverable(event.getReason());
      case UNKNOWN -> "UNKNOWN";
    };
  }

  private static String undeliverable(Reason reason) {
    return switch (reason) {
      case RECIPIENT_INVALID -> "INVALID DESTINATION ADDRESS";
      case SENDER_REFUSED -> "INVALID SOURCE ADDRESS";
      case CONTENT_REFUSED -> "REJECTED";
      case NO_ROUTE -> "NO ROUTE";
      case EXPIRED -> "EXPIRED";
      case null, default -> "UNDELIVERABLE";
    };
  }
}
