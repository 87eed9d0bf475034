package dev.otpstream.webhooks.format;

import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.StatusEvent;
import java.util.Optional;
import java.util.Set;

/** Our events in EngageLab's words and error codes. */
final class EngagelabWords {
  private static final Set<MessageState> SENT = Set.of(MessageState.SENT, MessageState.DELIVERED, MessageState.READ);

  private EngagelabWords() {}

  /**
   * The {@code message_status}. A message that nobody could deliver has a failure for each of its channels, and a code
   * that was tried too often one for each attempt; so those ends have no word of their own.
   */
  static Optional<String> of(StatusEvent event) {
    return switch (event.getType()) {
      case ACCEPTED -> Optional.of("plan");
      case SENT -> Optional.of("sent");
      case DELIVERED -> Optional.of("delivered");
      case FAILED -> Optional.of(failed(event));
      case VERIFIED -> Optional.of("verified");
      case ATTEMPT_FAILED -> Optional.of("verified_failed");
      case EXPIRED -> Optional.of("verified_timeout");
      case DISPATCHED, UNCLEAR, READ, FALLBACK, CANCELLED, ATTEMPTS_USED, UNDELIVERABLE, OTHER -> Optional.empty();
    };
  }

  private static String failed(StatusEvent event) {
    if (event.getReason() == Reason.RECIPIENT_INVALID) return "target_invalid";
    return SENT.contains(event.getState()) ? "delivered_failed" : "sent_failed";
  }

  /** The {@code error_code}; 0: no error. */
  static int code(StatusEvent event) {
    return switch (event.getType()) {
      case FAILED -> code(event.getReason());
      case ATTEMPT_FAILED, EXPIRED -> 3003;
      default -> 0;
    };
  }

  private static int code(Reason reason) {
    return switch (reason) {
      case RECIPIENT_INVALID -> 5011;
      case RECIPIENT_UNREACHABLE -> 5012;
      case RECIPIENT_BLOCKED -> 5013;
      case CONTENT_REFUSED -> 5014;
      case SENDER_REFUSED -> 5015;
      case PROVIDER_CONFIGURATION, PROVIDER_UNAVAILABLE, PROVIDER_THROTTLED -> 5016;
      case null, default -> 5001;
    };
  }

  /** What people read beside a code. */
  static String message(int code) {
    return switch (code) {
      case 3003 -> "not verified";
      case 5011 -> "invalid number";
      case 5012 -> "unreachable";
      case 5013 -> "blocked";
      case 5014 -> "content refused";
      case 5015 -> "intercepted";
      case 5016 -> "internal error of the provider";
      default -> "sending failed";
    };
  }
}
