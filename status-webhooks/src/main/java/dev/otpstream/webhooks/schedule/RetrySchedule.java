package dev.otpstream.webhooks.schedule;

import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.webhooks.call.CallOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32;

/**
 * When an event is told again, and when no more. The same event, try and instant always give the same answer: a replay
 * agrees with itself.
 *
 * @param delays   from a failed try to the next one; the last repeats
 * @param patience how long after it became due an event is given up, at the earliest
 */
public record RetrySchedule(List<Duration> delays, Duration patience) {
  public static final List<Duration> DELAYS_DEFAULT = List.of(Duration.ofSeconds(5), Duration.ofSeconds(30),
      Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(3), Duration.ofHours(12),
      Duration.ofDays(1));
  public static final Duration PATIENCE_DEFAULT = Duration.ofDays(3);
  /** A hook may ask for a longer wait than ours, but not for ever. */
  static final Duration RETRY_AFTER_MAX = Duration.ofDays(1);
  /** A delay is stretched by at most this part of it, so that what failed together does not come back together. */
  static final double JITTER_MAX = 0.2;

  public RetrySchedule {
    delays = List.copyOf(delays);
    if (delays.isEmpty()) throw new IllegalArgumentException("no delays");
  }

  /** @param tries how many calls have been made, this one included */
  Next after(CallOutcome outcome, PendingHook hook, int tries, Instant now) {
    return switch (outcome) {
      case CallOutcome.Delivered _,CallOutcome.Dropped _ -> new Next.Done();
      case CallOutcome.Gone _ -> new Next.GiveUpAll(WebhookFailure.GONE);
      case CallOutcome.NotAllowed _ -> new Next.GiveUp(WebhookFailure.FORBIDDEN);
      case CallOutcome.Refused refused -> again(hook, tries, refused.retryAfter(), now);
      case CallOutcome.NoAnswer _,CallOutcome.Unsignable _ -> again(hook, tries, Duration.ZERO, now);
    };
  }

  /** When it is given up if it has not been told by then. The last try falls on this instant. */
  Instant givenUpAt(PendingHook hook) {
    return hook.dueSince().plus(patience);
  }

  private Next again(PendingHook hook, int tries, Duration retryAfter, Instant now) {
    Instant end = givenUpAt(hook);
    if (!now.isBefore(end)) return new Next.GiveUp(WebhookFailure.EXHAUSTED);
    Duration asked = retryAfter.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : retryAfter;
    Duration delay = delay(hook.eventId(), tries);
    Instant at = now.plus(delay.compareTo(asked) > 0 ? delay : asked);
    return new Next.TryAgain(at.isAfter(end) ? end : at);
  }

  private Duration delay(String eventId, int tries) {
    Duration delay = delays.get(Math.min(tries, delays.size()) - 1);
    return delay.plusMillis((long) (delay.toMillis() * JITTER_MAX * fraction(eventId + "/" + tries)));
  }

  /** Some number from 0 to 1 that belongs to a text. */
  private static double fraction(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue() / (double) 0xffffffffL;
  }
}
