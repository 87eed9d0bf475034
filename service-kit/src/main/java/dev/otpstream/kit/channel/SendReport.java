package dev.otpstream.kit.channel;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.Reason;
import java.util.List;

/**
 * What the engine is told about a send.
 *
 * @param parts        how many parts went out; 0 if none did
 * @param reason       why not, in our words; null if it was sent
 * @param providerCode the provider's own word; null if there is none
 * @param handle       by which name the provider can take it back; null if it cannot
 */
record SendReport(DeliveryOutcome outcome, List<String> providerMessageIds, int parts, Reason reason,
    String providerCode, String handle) {
  static SendReport sent(SendOutcome.Accepted accepted) {
    return new SendReport(DeliveryOutcome.SENT, accepted.providerMessageIds(), accepted.parts(), null, null,
        accepted.handle());
  }

  static SendReport refused(Reason reason, String providerCode) {
    return new SendReport(DeliveryOutcome.REFUSED, List.of(), 0, reason, providerCode, null);
  }

  static SendReport unclear() {
    return new SendReport(DeliveryOutcome.UNCLEAR, List.of(), 1, Reason.NO_ANSWER, null, null);
  }

  /** Another worker claimed it and is gone: perhaps it was sent, and nobody will say. No provider is to blame. */
  static SendReport abandoned() {
    return new SendReport(DeliveryOutcome.UNCLEAR, List.of(), 1, Reason.OTHER, null, null);
  }

  static SendReport expired() {
    return new SendReport(DeliveryOutcome.DROPPED, List.of(), 0, Reason.EXPIRED, null, null);
  }
}
