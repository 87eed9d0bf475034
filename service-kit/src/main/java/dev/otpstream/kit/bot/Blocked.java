package dev.otpstream.kit.bot;

import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who turns out to have blocked the bot is as good as somebody who said so. */
final class Blocked {
  private Blocked() {}

  /** The update that an outcome amounts to; empty: it says nothing of the user. */
  static List<Update> by(SendOutcome outcome, Messenger messenger, String chatId, Instant now) {
    if (!(outcome instanceof SendOutcome.Rejected(Reason reason, String _)) || reason != Reason.RECIPIENT_BLOCKED)
      return List.of();
    return messenger.userOf(chatId).map(user -> List.of(new Update("refused-" + now.toEpochMilli(), user, chatId,
        Optional.empty(), Optional.empty(), new Update.Blocked()))).orElse(List.of());
  }
}
