package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.webhooks.call.CallOutcome;
import java.time.Instant;

/** What the scheduler tells the world. */
interface Orders {
  /** Orders a call, valid until an instant. */
  void call(String queue, PendingHook hook, int tryNumber, Instant notAfter);

  /**
   * Keeps an event that its hook will not hear of.
   *
   * @param tries      how many calls were made
   * @param lastStatus the HTTP status of the last; 0 without an answer
   * @param detail     what went wrong last, in one of our words
   */
  void failed(PendingHook hook, WebhookFailure why, int tries, int lastStatus, String detail, Instant now);

  /**
   * Tells the world that an endpoint fails, or is switched off.
   *
   * @param hook the event that failed last
   */
  void failing(String lane, Health health, PendingHook hook, CallOutcome last, Instant now);

  /** Tells the world that an endpoint is well again, or that nobody remembers it. */
  void well(String lane);
}
