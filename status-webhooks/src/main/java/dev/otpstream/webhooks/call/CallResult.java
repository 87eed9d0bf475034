package dev.otpstream.webhooks.call;

import dev.otpstream.schemas.WebhookCall;
import dev.otpstream.schemas.WebhookOutcome;
import dev.otpstream.schemas.WebhookResult;
import java.time.Duration;

/**
 * A caller's report to the scheduler.
 *
 * @param queue     the scheduler's queue that waits for it
 * @param eventId   the event that was told
 * @param tryNumber from 1 within the event
 * @param outcome   what became of the call
 * @param took      how long the call took
 */
public record CallResult(String queue, String eventId, int tryNumber, CallOutcome outcome, Duration took) {
  static CallResult of(WebhookCall call, CallOutcome outcome, Duration took) {
    return new CallResult(call.getQueue(), call.getDue().getEventId(), call.getTryNumber(), outcome, took);
  }

  public static CallResult read(WebhookResult result) {
    CallOutcome outcome = switch (result.getOutcome()) {
      case DELIVERED -> new CallOutcome.Delivered(result.getStatus());
      case REFUSED -> new CallOutcome.Refused(result.getStatus(), millis(result.getRetryAfterMs()));
      case GONE -> new CallOutcome.Gone();
      case NO_ANSWER -> new CallOutcome.NoAnswer(result.getDetail());
      case FORBIDDEN -> new CallOutcome.NotAllowed(result.getDetail());
      case UNSIGNABLE -> new CallOutcome.Unsignable(result.getDetail());
      case DROPPED -> new CallOutcome.Dropped(result.getDetail());
      // Only a newer caller knows what happened: not counting it as delivered repeats a call at worst.
      case OTHER -> new CallOutcome.NoAnswer("unknown-outcome");
    };
    return new CallResult(result.getQueue(), result.getEventId(), result.getTryNumber(), outcome,
        millis(result.getTookMs()));
  }

  public WebhookResult toRecord() {
    WebhookOutcome word = switch (outcome) {
      case CallOutcome.Delivered _ -> WebhookOutcome.DELIVERED;
      case CallOutcome.Refused _ -> WebhookOutcome.REFUSED;
      case CallOutcome.Gone _ -> WebhookOutcome.GONE;
      case CallOutcome.NoAnswer _ -> WebhookOutcome.NO_ANSWER;
      case CallOutcome.NotAllowed _ -> WebhookOutcome.FORBIDDEN;
      case CallOutcome.Unsignable _ -> WebhookOutcome.UNSIGNABLE;
      case CallOutcome.Dropped _ -> WebhookOutcome.DROPPED;
    };
    Duration retryAfter = outcome instanceof CallOutcome.Refused refused ? refused.retryAfter() : Duration.ZERO;
    return new WebhookResult(queue, eventId, tryNumber, word, outcome.statusOrZero(), outcome.detailOrEmpty(),
        retryAfter.toMillis(), took.toMillis());
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(Math.max(0, millis));
  }
}
