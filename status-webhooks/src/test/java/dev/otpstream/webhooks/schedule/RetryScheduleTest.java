package dev.otpstream.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.webhooks.HookFixtures;
import dev.otpstream.webhooks.call.CallOutcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final Instant NOON = HookFixtures.NOON;
  private static final CallOutcome DOWN = new CallOutcome.NoAnswer("connect");
  private static final RetrySchedule SCHEDULE = new RetrySchedule(RetrySchedule.DELAYS_DEFAULT,
      RetrySchedule.PATIENCE_DEFAULT);

  @Test void aDeadHookIsTriedForThreeDays() {
    List<Duration> tries = triesOfADeadHook();
    assertThat(tries).hasSizeBetween(10, 11);
    assertThat(tries.getLast()).isEqualTo(RetrySchedule.PATIENCE_DEFAULT);
    for (int i = 1; i < tries.size() - 1; i++) {
      Duration asWritten = RetrySchedule.DELAYS_DEFAULT.get(Math.min(i, RetrySchedule.DELAYS_DEFAULT.size()) - 1);
      Duration delay = tries.get(i).minus(tries.get(i - 1));
      assertThat(delay).isBetween(asWritten, asWritten.multipliedBy(6).dividedBy(5));
    }
  }

  @Test void theSameTryAlwaysComesAtTheSameTimeAndAnotherEventsAtAnother() {
    Next first = SCHEDULE.after(DOWN, hook("1-1", "native"), 3, NOON);
    assertThat(SCHEDULE.after(DOWN, hook("1-1", "native"), 3, NOON)).isEqualTo(first);
    assertThat(SCHEDULE.after(DOWN, hook("1-2", "native"), 3, NOON)).isNotEqualTo(first);
  }

  @Test void retryAfterIsHonoured() {
    assertThat(SCHEDULE.after(refused(503, Duration.ofHours(2)), hook("1-1", "native"), 1, NOON))
        .isEqualTo(new Next.TryAgain(NOON.plus(Duration.ofHours(2))));
  }

  @Test void aShorterRetryAfterDoesNotHurryUs() {
    assertThat(SCHEDULE.after(refused(429, Duration.ofSeconds(1)), hook("1-1", "native"), 1, NOON))
        .isEqualTo(SCHEDULE.after(DOWN, hook("1-1", "native"), 1, NOON));
  }

  @Test void retryAfterIsBounded() {
    assertThat(SCHEDULE.after(refused(503, Duration.ofDays(365)), hook("1-1", "native"), 1, NOON))
        .isEqualTo(new Next.TryAgain(NOON.plus(RetrySchedule.RETRY_AFTER_MAX)));
  }

  @Test void everythingButSuccessIsTriedAgain() {
    for (int status : new int[]{301, 302, 307, 400, 401, 404, 408, 429, 500, 502, 504})
      assertThat(SCHEDULE.after(refused(status, Duration.ZERO), hook("1-1", "native"), 1, NOON))
          .isInstanceOf(Next.TryAgain.class);
    assertThat(SCHEDULE.after(new CallOutcome.Unsignable("no-secret"), hook("1-1", "native"), 1, NOON))
        .isInstanceOf(Next.TryAgain.class);
    assertThat(SCHEDULE.after(new CallOutcome.Delivered(204), hook("1-1", "native"), 1, NOON))
        .isEqualTo(new Next.Done());
  }

  @Test void whatWillNeverWorkIsNotTriedAgain() {
    assertThat(SCHEDULE.after(new CallOutcome.Gone(), hook("1-1", "native"), 1, NOON))
        .isEqualTo(new Next.GiveUpAll(WebhookFailure.GONE));
    assertThat(SCHEDULE.after(new CallOutcome.NotAllowed("address-private"), hook("1-1", "native"), 1, NOON))
        .isEqualTo(new Next.GiveUp(WebhookFailure.FORBIDDEN));
  }

  @Test void anEventThatWaitedTooLongBehindOthersStillGetsOneTry() {
    assertThat(SCHEDULE.after(DOWN, hook("1-2", "native"), 1, NOON.plus(Duration.ofDays(4))))
        .isEqualTo(new Next.GiveUp(WebhookFailure.EXHAUSTED));
  }

  private static List<Duration> triesOfADeadHook() {
    PendingHook hook = hook("123456789-3", "native");
    var tries = new ArrayList<>(List.of(Duration.ZERO));
    Instant now = NOON;
    while (SCHEDULE.after(DOWN, hook, tries.size(), now) instanceof Next.TryAgain again) {
      now = again.at();
      tries.add(Duration.between(NOON, now));
    }
    return tries;
  }

  private static CallOutcome refused(int status, Duration retryAfter) {
    return new CallOutcome.Refused(status, retryAfter);
  }

  private static PendingHook hook(String eventId, String format) {
    return new PendingHook(eventId, format, NOON, ByteBuffer.allocate(0), "");
  }
}
