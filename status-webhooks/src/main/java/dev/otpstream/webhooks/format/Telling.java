package dev.otpstream.webhooks.format;

import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.WebhookDue;
import java.time.Instant;
import java.util.Optional;

/**
 * What is told, and to whom. Prints neither the URL nor the recipient.
 *
 * @param due       the order
 * @param word      what happened, in the format's word
 * @param url       where to, as the caller wrote it
 * @param endpoint  what the caller says about the hook
 * @param recipient whom the message is for, if the format {@linkplain HookFormat#tellsRecipient tells it}
 * @param now       goes into signatures, so that a receiver can refuse what was recorded and sent again
 */
public record Telling(WebhookDue due, String word, String url, Endpoint endpoint, Optional<String> recipient,
    Instant now) {
  StatusEvent event() {
    return due.getEvent();
  }

  /** What the order wants repeated. */
  Optional<String> note(String name) {
    return Optional.ofNullable(due.getNotes().get(name));
  }

  /** The recipient, or if nobody keeps it any more, what everybody may see of it. */
  String recipientOrMask() {
    return recipient.orElseGet(() -> event().getRecipientMasked());
  }

  @Override public String toString() {
    return "Telling[" + due.getEventId() + " " + word + "]";
  }
}
