package dev.otpstream.channel.sms.kaleyra;

import static java.util.Map.entry;

import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.Receipt.State;
import dev.otpstream.kit.channel.Receipt.Subject.Theirs;
import dev.otpstream.schemas.Reason;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a message stands, as callbacks and queries tell it. Status words come in many spellings (NOT-SENT, NotSent); of the
 * some ninety traces those are known that say whose fault it is.
 *
 * @see <a href="https://developers.kaleyra.io/docs/sms-status-and-status-trace-codes">Status and status trace codes</a>
 */
sealed interface Standing {
  /** A last word. */
  record Final(String messageId, Receipt receipt) implements Standing {}

  /** A word on the way. */
  record Progress() implements Standing {}

  /** There will be no receipt, so nobody will ever know. */
  record Unknowable(String messageId) implements Standing {}

  /** Nobody can tell the message or the state. */
  record Unreadable() implements Standing {}

  Pattern TRACE = Pattern.compile("[A-Z0-9][A-Z0-9 _-]{0,39}");

  /** Traces whose reason is not {@link Reason#OTHER}. */
  Map<String, Reason> REASONS = Map.ofEntries(
      entry("KLR-INV-NUMBER", Reason.RECIPIENT_INVALID), entry("INV-MOB-PATTRN", Reason.RECIPIENT_INVALID),
      entry("INV-NUMBER", Reason.RECIPIENT_INVALID), entry("INVALID-SUB", Reason.RECIPIENT_INVALID),
      entry("BLACKLIST", Reason.RECIPIENT_BLOCKED), entry("OPT-OUT", Reason.RECIPIENT_BLOCKED),
      entry("OUTPUT-REJ", Reason.RECIPIENT_BLOCKED), entry("NOT-OPTIN", Reason.RECIPIENT_BLOCKED),
      entry("DND-NUMB", Reason.RECIPIENT_BLOCKED), entry("CON-DND", Reason.RECIPIENT_BLOCKED),
      entry("BARRED", Reason.RECIPIENT_BLOCKED), entry("NOT-ALLOWED", Reason.NO_ROUTE),
      entry("SERIES-BLOCK", Reason.NO_ROUTE), entry("SERIES-BLK", Reason.NO_ROUTE),
      entry("BLOCKED-COUNTRY", Reason.NO_ROUTE), entry("NO-CREDITS", Reason.PROVIDER_CONFIGURATION),
      entry("KYC-NOT-APPROVED", Reason.PROVIDER_CONFIGURATION), entry("SENDER-ID-NOT-FOUND", Reason.SENDER_REFUSED),
      entry("SNDRID-NOT-ALLOTED", Reason.SENDER_REFUSED), entry("TEMPLATE-NOT-FOUND", Reason.CONTENT_REFUSED),
      entry("INV-TEMPLATE-MATCH", Reason.CONTENT_REFUSED), entry("REJECTED-MULTIPART", Reason.CONTENT_REFUSED),
      entry("SPAM", Reason.CONTENT_REFUSED), entry("ABSENT-SUB", Reason.RECIPIENT_UNREACHABLE),
      entry("MOB-OFF", Reason.RECIPIENT_UNREACHABLE), entry("HANDSET-BUSY", Reason.RECIPIENT_UNREACHABLE),
      entry("HANDSET-ERR", Reason.RECIPIENT_UNREACHABLE), entry("MEM-EXEC", Reason.RECIPIENT_UNREACHABLE),
      entry("EXPIRED", Reason.EXPIRED));

  /** Reads a status and its trace; the trace may be empty. */
  static Standing of(String messageId, String status, String trace, Instant at) {
    if (!AnswerReader.ID.matcher(messageId).matches()) return new Unreadable();
    String why = trace.strip().toUpperCase(Locale.ROOT);
    return switch (status.toUpperCase(Locale.ROOT).replaceAll("[-_ ]", "")) {
      case "SENT", "SUBMITTED", "ENROUTE" -> new Progress();
      case "SENTNODLR" -> new Unknowable(messageId);
      case "DELIVERED", "DELIVRD" -> last(messageId, State.DELIVERED, Optional.empty(), "DELIVERED", at);
      case "NOTSENT" -> undelivered(messageId, why, "NOT-SENT", at);
      case "UNDELIVERED", "UNDELIV" -> undelivered(messageId, why, "UNDELIVERED", at);
      case "FAILED" -> undelivered(messageId, why, "FAILED", at);
      case "EXPIRED" -> undelivered(messageId, "EXPIRED", "EXPIRED", at);
      default -> new Unreadable();
    };
  }

  private static Standing undelivered(String messageId, String trace, String status, Instant at) {
    Reason reason = REASONS.getOrDefault(trace, Reason.OTHER);
    return last(messageId, State.UNDELIVERED, Optional.of(reason), TRACE.matcher(trace).matches() ? trace : status, at);
  }

  private static Standing last(String messageId, State state, Optional<Reason> reason, String code, Instant at) {
    return new Final(messageId, new Receipt(new Theirs(messageId), state, reason, code, at));
  }
}
