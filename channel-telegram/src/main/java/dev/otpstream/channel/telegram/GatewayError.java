package dev.otpstream.channel.telegram;

import static java.util.Map.entry;

import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** The gateway's words for a refusal, in ours. */
final class GatewayError {
  static final String ALREADY_SENT = "MESSAGE_ALREADY_SENT";

  /** Those that say something of the message or of us. Any other word is {@link Reason#OTHER}. */
  private static final Map<String, Reason> REASONS = Map.ofEntries(
      entry("PHONE_NUMBER_INVALID", Reason.RECIPIENT_INVALID),
      entry("PHONE_NUMBER_NOT_FOUND", Reason.RECIPIENT_UNREACHABLE),
      entry("PHONE_NUMBER_NOT_AVAILABLE", Reason.RECIPIENT_UNREACHABLE),
      entry("CODE_INVALID", Reason.CONTENT_REFUSED),
      entry("CODE_LENGTH_INVALID", Reason.CONTENT_REFUSED),
      entry("CODE_LENGTH_REQUIRED", Reason.CONTENT_REFUSED),
      entry("SENDER_USERNAME_INVALID", Reason.PROVIDER_CONFIGURATION),
      entry("SENDER_NOT_VERIFIED", Reason.PROVIDER_CONFIGURATION),
      entry("SENDER_NOT_OWNED", Reason.PROVIDER_CONFIGURATION),
      entry("CALLBACK_URL_INVALID", Reason.PROVIDER_CONFIGURATION),
      entry("ACCESS_TOKEN_INVALID", Reason.PROVIDER_CONFIGURATION),
      entry("ACCESS_TOKEN_REQUIRED", Reason.PROVIDER_CONFIGURATION),
      entry("BALANCE_NOT_ENOUGH", Reason.PROVIDER_CONFIGURATION),
      entry("UNKNOWN_METHOD", Reason.PROVIDER_CONFIGURATION));
  private static final Pattern FLOOD_WAIT = Pattern.compile("FLOOD_WAIT_([0-9]{1,7})");

  private GatewayError() {}

  /** What a refusal means to the worker. */
  static SendOutcome outcome(String error) {
    var floodWait = FLOOD_WAIT.matcher(error);
    if (floodWait.matches()) return new SendOutcome.Throttled(Duration.ofSeconds(Long.parseLong(floodWait.group(1))));
    return new SendOutcome.Rejected(REASONS.getOrDefault(error, Reason.OTHER), error);
  }

  /** Whether the sender is refused, so that the message could go without one. */
  static boolean concernsSender(String error) {
    return error.startsWith("SENDER_");
  }

  /** Whether the permission to send is refused, so that a new one is needed. */
  static boolean concernsRequestId(String error) {
    return error.equals("REQUEST_ID_INVALID") || error.equals("REQUEST_ID_REQUIRED");
  }
}
