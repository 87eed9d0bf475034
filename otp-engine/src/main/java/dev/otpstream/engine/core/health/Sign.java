package dev.otpstream.engine.core.health;

import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.Reason;
import java.util.Optional;

/** What the result of one dispatch says about its channel. */
public enum Sign {
  /** The provider does its work; whether this recipient can be reached is another matter. */
  WELL,
  /** The provider, or the way to it, does not work. */
  FAILING,
  /** It is about this message, or about us. */
  NOTHING;

  /** Empty for a receipt: it comes when it likes, and after a result of the send itself. */
  public static Optional<Sign> of(Command.Report report) {
    return switch (report.outcome()) {
      case SENT -> Optional.of(WELL);
      case UNCLEAR -> Optional.of(report.reason().map(Sign::of).orElse(FAILING)); // a lost worker is nobody's failure
      case REFUSED -> Optional.of(of(report.reason().orElse(Reason.OTHER)));
      case DROPPED -> Optional.of(NOTHING);
      case DELIVERED, READ, UNDELIVERED -> Optional.empty();
    };
  }

  private static Sign of(Reason reason) {
    return switch (reason) {
      case PROVIDER_UNAVAILABLE, PROVIDER_CONFIGURATION, PROVIDER_THROTTLED, NO_ANSWER -> FAILING;
      case RECIPIENT_INVALID, RECIPIENT_UNREACHABLE, RECIPIENT_BLOCKED -> WELL;
      case CONTENT_REFUSED, SENDER_REFUSED, NO_ROUTE, NO_RECEIPT, NOT_VERIFIED, EXPIRED, MESSAGE_ENDED, SUPERSEDED,
          OTHER ->
        NOTHING;
    };
  }
}
