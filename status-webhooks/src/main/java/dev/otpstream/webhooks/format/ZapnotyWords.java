package dev.otpstream.webhooks.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.schemas.StatusEvent;
import java.util.Locale;
import java.util.Optional;

/** Our events in Zapnoty's words, and what belongs to them. */
final class ZapnotyWords {
  /** The note that holds whom the caller named. */
  static final String SUBSCRIBER_ID = "subscriber_id";

  private ZapnotyWords() {}

  static Optional<String> of(StatusEvent event) {
    return switch (event.getType()) {
      case SENT -> Optional.of("otp.sent");
      case DELIVERED -> Optional.of("delivery.success");
      case UNDELIVERABLE -> Optional.of("delivery.failed");
      case VERIFIED -> Optional.of("otp.verified");
      case ATTEMPT_FAILED -> Optional.of("otp.failed_attempt");
      case ATTEMPTS_USED -> Optional.of("otp.max_attempts_reached");
      case ACCEPTED, DISPATCHED, UNCLEAR, READ, FAILED, FALLBACK, EXPIRED, CANCELLED, OTHER -> Optional.empty();
    };
  }

  /** Adds the event's data, the last of the body's fields. */
  static void putData(ObjectNode body, Telling telling) {
    StatusEvent event = telling.event();
    ObjectNode data = body.putObject("data");
    telling.note(SUBSCRIBER_ID).ifPresent(id -> data.put(SUBSCRIBER_ID, id));
    data.put("message_id", Long.toString(event.getMessageId()));
    if (event.getChannel() != null) data.put("channel", event.getChannel());
    if (!event.getPurpose().isEmpty()) data.put("purpose", event.getPurpose());
    if (event.getAttemptsLeft() != null) data.put("attempts_left", event.getAttemptsLeft());
    if (event.getReason() != null) data.put("reason", event.getReason().name().toLowerCase(Locale.ROOT));
  }
}
