package dev.otpstream.channel.sms;

import static java.util.Map.entry;

import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a centre means by a command_status.
 *
 * @see <a href="https://smpp.org/SMPP_v3_4_Issue1_2.pdf">SMPP 3.4, 5.1.3</a>
 */
final class CommandStatus {
  static final int OK = 0x00;
  static final int INVALID_COMMAND_LENGTH = 0x02;
  static final int INVALID_COMMAND_ID = 0x03;
  static final int THROTTLED = 0x58;
  static final int TRY_AGAIN = 0x64;
  static final int NEVER_AGAIN = 0x65;

  /** What to do about a refused submit. None was sent. */
  sealed interface Verdict {
    /** The centre wants fewer: slow the link down, come back later. */
    record SlowDown(Duration retryAfter) implements Verdict {}

    /** The centre's trouble, which passes. */
    record ComeBack() implements Verdict {}

    /** Often passes at once; if not, it is a refusal. */
    record OnceMore(Reason reason) implements Verdict {}

    /** The link is not what we think it is: bind anew. */
    record BindAnew() implements Verdict {}

    /** The answer would be the same again. */
    record Refuse(Reason reason) implements Verdict {}
  }

  private static final Verdict OTHER = new Verdict.Refuse(Reason.OTHER);
  private static final Verdict SENDER = new Verdict.Refuse(Reason.SENDER_REFUSED);
  private static final Verdict SETTINGS = new Verdict.Refuse(Reason.PROVIDER_CONFIGURATION);
  private static final Verdict ONCE_MORE = new Verdict.OnceMore(Reason.OTHER);
  private static final Verdict BIND_ANEW = new Verdict.BindAnew();

  /** Any other is a refusal for a reason of the vendor's own. */
  private static final Map<Integer, Verdict> VERDICTS = Map.ofEntries(
      entry(0x01, new Verdict.Refuse(Reason.CONTENT_REFUSED)), // invalid message length
      entry(INVALID_COMMAND_LENGTH, BIND_ANEW), // invalid command length
      entry(INVALID_COMMAND_ID, BIND_ANEW), // invalid command id
      entry(0x04, BIND_ANEW), // not bound for this
      entry(0x08, new Verdict.ComeBack()), // system error
      entry(0x0A, SENDER), // invalid source address
      entry(0x0B, new Verdict.Refuse(Reason.RECIPIENT_INVALID)), // invalid destination address
      entry(0x14, new Verdict.SlowDown(Duration.ofSeconds(3))), // message queue full
      entry(0x15, SETTINGS), // invalid service type
      entry(0x43, SETTINGS), // invalid esm_class
      entry(0x45, ONCE_MORE), // submit failed; some mean "window exceeded"
      entry(0x48, SENDER), // invalid source TON
      entry(0x49, SENDER), // invalid source NPI
      entry(0x50, SETTINGS), // invalid destination TON
      entry(0x51, SETTINGS), // invalid destination NPI
      entry(THROTTLED, new Verdict.SlowDown(Duration.ofSeconds(1))), // over the agreed rate
      entry(0x61, SETTINGS), // invalid schedule_delivery_time
      entry(0x62, SETTINGS), // invalid validity_period
      entry(TRY_AGAIN, new Verdict.ComeBack()), // temporary application error
      entry(NEVER_AGAIN, OTHER), // permanent application error
      entry(0x66, OTHER), // rejected by application
      entry(0xC0, SETTINGS), // fault in the optional parameters
      entry(0xC1, SETTINGS), // optional parameter not allowed
      entry(0xC2, SETTINGS), // invalid parameter length
      entry(0xC3, SETTINGS), // missing optional parameter
      entry(0xC4, SETTINGS), // invalid optional parameter value
      entry(0xFE, ONCE_MORE), // delivery failure
      entry(0xFF, ONCE_MORE), // unknown error
      entry(0x100, SETTINGS), // not authorised for the service type
      entry(0x101, SETTINGS), // prohibited from the service
      entry(0x102, SETTINGS), // service type unavailable
      entry(0x103, SETTINGS), // service type denied
      entry(0x104, SETTINGS)); // invalid data_coding

  private CommandStatus() {}

  /** The meaning of a submit's refusal. */
  static Verdict verdict(int status) {
    return VERDICTS.getOrDefault(status, OTHER);
  }

  /** Whether it is in the standard's table above, so that few different ones can come. */
  static boolean isKnown(int status) {
    return VERDICTS.containsKey(status);
  }

  /** Whether it says why a PDU got no proper answer, so that it surely was not taken. */
  static boolean explainsNack(int status) {
    return status == INVALID_COMMAND_LENGTH || status == INVALID_COMMAND_ID || status == THROTTLED;
  }

  /** Whether a refused bind needs people: bound too often, bind failed, wrong password, wrong system id. */
  static boolean bindNeedsPeople(int status) {
    return status == 0x05 || status == 0x0D || status == 0x0E || status == 0x0F;
  }

  /** The status as documents write it. */
  static String text(int status) {
    return String.format(Locale.ROOT, "0x%02X", status);
  }
}
