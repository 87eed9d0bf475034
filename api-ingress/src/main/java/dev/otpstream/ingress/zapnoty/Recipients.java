package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.ingress.front.Recipient;
import dev.otpstream.ingress.subscribers.Subscribers;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads who is meant: a subscriber, as Zapnoty's callers say, or a phone number, as ours may. */
final class Recipients {
  static final String SUBSCRIBER_ID = "subscriber_id";
  static final String PHONE = "phone";
  private static final Pattern UUID_FORM = Pattern
      .compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  private static final String PHONE_FORM = "a valid phone number in international form";
  private static final int LENGTH_MAX = 40;
  private final Subscribers subscribers;

  Recipients(Subscribers subscribers) {
    this.subscribers = subscribers;
  }

  /** Who is meant, or how to answer instead. */
  sealed interface Found {
    /** Somebody. */
    record Somebody(Recipient recipient) implements Found {
      /** Whether the caller speaks our own words, and may be answered in them. */
      boolean byPhone() {
        return recipient instanceof Phone;
      }
    }

    /** There is nobody to speak of. */
    record Nobody(Answer answer) implements Found {}
  }

  /** Reads the recipient after all other fields were: what is malformed is said before what is missing. */
  Found read(Caller caller, Fields fields) {
    if (fields.has(SUBSCRIBER_ID) && fields.has(PHONE))
      return new Found.Nobody(
          Envelope.error(400, "mutually_exclusive_identifiers", "Give subscriber_id or phone, not both"));
    Optional<String> written = fields.string(PHONE, LENGTH_MAX, PHONE_FORM, _ -> true);
    Optional<Phone> phone = written.flatMap(Phone::parse);
    if (written.isPresent() && phone.isEmpty()) fields.wrong(PHONE, "is not " + PHONE_FORM);
    Optional<String> subscriber = fields.string(SUBSCRIBER_ID, LENGTH_MAX, "a UUID",
        id -> UUID_FORM.matcher(id).matches());
    if (!fields.has(SUBSCRIBER_ID) && !fields.has(PHONE)) fields.wrong(SUBSCRIBER_ID, "is required");
    if (fields.problem().isPresent())
      return new Found.Nobody(Envelope.error(400, "validation_failed", fields.problem().get()));
    return phone.<Recipient>map(number -> number)
        .or(() -> subscribers.find(caller.accountId(), UUID.fromString(subscriber.orElseThrow())))
        .<Found>map(Found.Somebody::new)
        .orElseGet(() -> new Found.Nobody(
            Envelope.error(404, "subscriber_not_found", "Subscriber not found")));
  }
}
