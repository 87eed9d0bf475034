package dev.otpstream.channel.sms.kaleyra;

import static java.util.Map.entry;

import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.util.Map;
import java.util.Set;

/**
 * Kaleyra's codes for a refusal, in our words.
 *
 * @see <a href="https://developers.kaleyra.io/docs/sms-error-codes">SMS error codes</a>
 */
final class ErrorCode {
  /** Not an error: "submitted". */
  static final String SUBMITTED = "E100";

  /** Its own trouble, which passes. */
  private static final Set<String> TEMPORARY = Set.of("E102", "E103", "E403");

  /** Any other is {@link Reason#OTHER}: mostly a field of ours that it does not like. */
  private static final Map<String, Reason> REASONS = Map.ofEntries(
      entry("E406", Reason.RECIPIENT_INVALID), // no valid number
      entry("E600", Reason.RECIPIENT_INVALID), // no number
      entry("E401", Reason.CONTENT_REFUSED), // text too long
      entry("E601", Reason.CONTENT_REFUSED), // text empty
      entry("E618", Reason.CONTENT_REFUSED), // text missing
      entry("E602", Reason.SENDER_REFUSED), // sender missing
      entry("E616", Reason.SENDER_REFUSED), // sender empty
      entry("E619", Reason.SENDER_REFUSED), // sender malformed
      entry("E621", Reason.SENDER_REFUSED), // sender not allowed
      entry("E622", Reason.SENDER_REFUSED), // sender not allowed
      entry("E611", Reason.PROVIDER_CONFIGURATION), // type missing
      entry("E615", Reason.PROVIDER_CONFIGURATION), // type unknown
      entry("E623", Reason.PROVIDER_CONFIGURATION), // transactional route not enabled
      entry("E624", Reason.PROVIDER_CONFIGURATION), // default route not enabled
      entry("E625", Reason.PROVIDER_CONFIGURATION)); // marketing route not enabled

  private ErrorCode() {}

  /** What a refusal means to the worker. */
  static SendOutcome outcome(String code) {
    if (TEMPORARY.contains(code)) return new SendOutcome.Unavailable("refused with " + code);
    return new SendOutcome.Rejected(REASONS.getOrDefault(code, Reason.OTHER), code);
  }
}
