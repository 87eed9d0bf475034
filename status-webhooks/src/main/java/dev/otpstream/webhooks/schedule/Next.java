package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.WebhookFailure;
import java.time.Instant;

/** What happens with an event after a call. */
sealed interface Next {
  /** The hook has it, or nobody wants it any more. */
  record Done() implements Next {}

  /** It is tried again. */
  record TryAgain(Instant at) implements Next {}

  /** It goes to the failed ones, and the next event gets its turn. */
  record GiveUp(WebhookFailure why) implements Next {}

  /** It goes to the failed ones with everything behind it. */
  record GiveUpAll(WebhookFailure why) implements Next {}
}
