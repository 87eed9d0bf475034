package dev.otpstream.channel.telegram;

import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.util.Locale;

/** The Bot API's refusals, in our words. Codes decide; texts only where a code means several things. */
final class BotRefusal {
  private static final Duration RETRY_AFTER_DEFAULT = Duration.ofSeconds(1);

  private BotRefusal() {}

  /** What the refusal of a message means. Its description may quote, so only what we recognize of it is passed on. */
  static SendOutcome outcome(BotSaid.Refused refused) {
    int code = refused.code();
    if (code >= 500) return new SendOutcome.Unclear("error " + code); // its own trouble, perhaps after it was sent
    return switch (code) {
      case 400 -> badRequest(refused.description().toLowerCase(Locale.ROOT));
      case 403 -> new SendOutcome.Rejected(Reason.RECIPIENT_BLOCKED, blocked(refused.description()));
      case 401, 404 -> new SendOutcome.Rejected(Reason.PROVIDER_CONFIGURATION, Integer.toString(code));
      case 429 ->
        new SendOutcome.Throttled(refused.retryAfter().isPositive() ? refused.retryAfter() : RETRY_AFTER_DEFAULT);
      default -> new SendOutcome.Rejected(Reason.OTHER, Integer.toString(code));
    };
  }

  private static SendOutcome badRequest(String said) {
    if (said.contains("chat not found")) return new SendOutcome.Rejected(Reason.RECIPIENT_BLOCKED, "CHAT_NOT_FOUND");
    boolean text = said.contains("text") || said.contains("too long") || said.contains("parse entities");
    return new SendOutcome.Rejected(text ? Reason.CONTENT_REFUSED : Reason.OTHER, "400");
  }

  /** Whether the text was refused for its markup, so that it could go without. */
  static boolean concernsMarkup(BotSaid.Refused refused) {
    return refused.code() == 400 && refused.description().contains("parse entities");
  }

  /** Whether an edit changed nothing, since all was so before. */
  static boolean isUnmodified(BotSaid.Refused refused) {
    return refused.code() == 400 && refused.description().contains("message is not modified");
  }

  private static String blocked(String said) {
    if (said.contains("blocked")) return "BOT_BLOCKED";
    if (said.contains("deactivated")) return "USER_DEACTIVATED";
    return said.contains("initiate") ? "NEVER_STARTED" : "403";
  }
}
