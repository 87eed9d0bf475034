package dev.otpstream.channel.sms;

import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.schemas.Reason;
import java.time.Instant;
import java.util.Optional;

/** A dispatch in the centre's terms. */
sealed interface Order {
  /** 2^64 over the golden ratio: multiples of it fall far from each other (Knuth, Fibonacci hashing). */
  long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

  /** What is to be submitted. Prints without its contents. */
  record Sendable(SmppAddress source, SmppAddress destination, Segments segments, Instant expiresAt) implements Order {
    /** The submit of one part, valid until the code expires. Only the last reports success; any reports failure. */
    Submit submit(int index, String validity) {
      boolean last = index == segments.all().size() - 1;
      return new Submit(source, destination, validity, last ? Submit.EVERY_RECEIPT : Submit.FAILURE_RECEIPT,
          segments.all().get(index));
    }
  }

  /** It cannot be said in these terms, now or ever. */
  record Unsendable(Reason reason) implements Order {}

  static Order of(OpenDispatch dispatch, SmppConfig config) {
    Optional<SmppAddress> source = SmppAddress.ofSender(dispatch.sender().orElse(config.sourceAddr()));
    if (source.isEmpty()) return new Unsendable(Reason.SENDER_REFUSED);
    Optional<SmppAddress> destination = SmppAddress.ofRecipient(dispatch.recipient());
    if (destination.isEmpty()) return new Unsendable(Reason.RECIPIENT_INVALID);
    Optional<String> text = dispatch.text().or(dispatch::code).filter(words -> !words.isEmpty());
    if (text.isEmpty()) return new Unsendable(Reason.CONTENT_REFUSED);
    Segments segments = Segments.of(text.get(), config.longTexts(), config.defaultCoding(),
        reference(dispatch.messageId()));
    if (segments.parts() > Segments.PARTS_MAX) return new Unsendable(Reason.CONTENT_REFUSED);
    return new Sendable(source.get(), destination.get(), segments, dispatch.expiresAt());
  }

  /**
   * What names the message among others to the same phone: bits of its id, spread so that neighbours differ. A dispatch
   * that is sent a second time has the same, and the phone joins the parts of both.
   */
  static int reference(long messageId) {
    return (int) ((messageId * GOLDEN_RATIO) >>> 48);
  }
}
