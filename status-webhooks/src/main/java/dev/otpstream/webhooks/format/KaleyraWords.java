package dev.otpstream.webhooks.format;

import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.StatusEvent;
import java.util.Optional;

/**
 * Our events in Kaleyra's words, which know delivery only.
 *
 * @param status      the state
 * @param trace       the reason
 * @param description for people
 */
record KaleyraWords(String status, String trace, String description) {
  private static final String NOT_SENT = "NOT-SENT";
  private static final String UNDELIVERED = "UNDELIVERED";

  static Optional<KaleyraWords> of(StatusEvent event) {
    return switch (event.getType()) {
      case SENT -> Optional.of(new KaleyraWords("SENT", "SENT", "Message has been sent"));
      case DELIVERED -> Optional.of(new KaleyraWords("DELIVERED", "DELIVERED", "Message has been delivered"));
      case EXPIRED -> Optional.of(expired());
      case UNDELIVERABLE -> Optional.of(undeliverable(event.getReason()));
      case ACCEPTED, DISPATCHED, UNCLEAR, READ, FAILED, FALLBACK, ATTEMPT_FAILED, VERIFIED, CANCELLED, ATTEMPTS_USED,
          OTHER ->
        Optional.empty();
    };
  }

  private static KaleyraWords undeliverable(Reason reason) {
    return switch (reason) {
      case RECIPIENT_INVALID -> new KaleyraWords(NOT_SENT, "KLR-INV-NUMBER", "Number is invalid");
      case RECIPIENT_BLOCKED -> new KaleyraWords(NOT_SENT, "OPT-OUT", "Recipient has opted out");
      case NO_ROUTE -> new KaleyraWords(NOT_SENT, "NOT-ALLOWED", "No route to the number");
      case RECIPIENT_UNREACHABLE -> new KaleyraWords(UNDELIVERED, "ABSENT-SUB", "Recipient is unreachable");
      case CONTENT_REFUSED, SENDER_REFUSED -> new KaleyraWords(UNDELIVERED, "REJECTED", "Message has been rejected");
      case EXPIRED -> expired();
      case null, default -> new KaleyraWords(UNDELIVERED, "FAILED", "Message could not be delivered");
    };
  }

  private static KaleyraWords expired() {
    return new KaleyraWords(UNDELIVERED, "EXPIRED", "Message has expired");
  }
}
