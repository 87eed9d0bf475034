package dev.otpstream.kit.bot;

import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says something for as long as somebody waits for it. Thread-safe. */
final class Mouth {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE_MIN = Duration.ofMillis(100);
  /** A notice that comes twice does less harm than one that never comes; many do more. */
  private static final int UNCLEAR_MAX = 2;
  private final Messenger messenger;
  private final Clock clock;

  Mouth(Messenger messenger, Clock clock) {
    this.messenger = messenger;
    this.clock = clock;
  }

  /** @return the last outcome: {@link SendOutcome.Throttled} or {@link SendOutcome.Unavailable} if the time was over */
  SendOutcome say(Speech speech, Instant voidAt) throws InterruptedException {
    return say(speech, voidAt, true);
  }

  /** Changes a message, or leaves it as it is: never says anything anew. */
  void edit(Speech speech, Instant voidAt) throws InterruptedException {
    SendOutcome _ = say(speech, voidAt, false);
  }

  private SendOutcome say(Speech speech, Instant voidAt, boolean elseAnew) throws InterruptedException {
    Speech now = speech;
    int unclear = 0;
    while (true) {
      SendOutcome outcome = messenger.say(now);
      Duration wait = PAUSE;
      switch (outcome) {
        case SendOutcome.Accepted _ -> {
          return outcome;
        }
        case SendOutcome.Rejected(Reason reason, String _) -> {
          if (!elseAnew || reason == Reason.RECIPIENT_BLOCKED || now.replaces().isEmpty()) return outcome;
          now = asNew(now); // what was to be edited is gone
          continue;
        }
        case SendOutcome.Unclear _ -> {
          if (++unclear >= UNCLEAR_MAX) return outcome;
        }
        case SendOutcome.Throttled(Duration retryAfter) ->
          wait = retryAfter.compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : retryAfter;
        case SendOutcome.Unavailable _ -> {
          /* the usual pause */ }
      }
      if (!clock.instant().plus(wait).isBefore(voidAt)) return outcome;
      Thread.sleep(wait);
    }
  }

  private static Speech asNew(Speech speech) {
    return new Speech(speech.chatId(), speech.text(), speech.code(), speech.buttons(), Optional.empty());
  }
}
