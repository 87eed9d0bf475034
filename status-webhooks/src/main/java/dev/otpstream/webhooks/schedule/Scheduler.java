package dev.otpstream.webhooks.schedule;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.webhooks.call.CallOutcome;
import dev.otpstream.webhooks.call.CallResult;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides who is called now: load, ask the rules, store, order. At most one call of a queue is in flight, so the events
 * of a message arrive in order; a lane bounds what is in flight to one endpoint.
 *
 * <p>A queue that waits for its turn stands in its lane's line exactly once; one that is being called or rests has a
 * deadline. So each is looked at again, come what may.
 */
final class Scheduler {
  /** An order that no caller took up in this time is void. Much longer than callers need to change over. */
  static final Duration ORDER_VALID = Duration.ofMinutes(5);
  /** An order counts as lost so long after it became void: a call's longest time, and the clocks' difference. */
  static final Duration LOST_AFTER = Duration.ofMinutes(1);
  private static final int DROPS_MAX = 100;
  private static final String DOWN = "endpoint-down";
  private static final String OFF = "switched-off";

  private final RetrySchedule schedule;
  private final LaneLimits limits;
  private final SchedulerStores stores;
  private final Orders orders;
  private final SchedulerMetrics metrics;

  Scheduler(RetrySchedule schedule, LaneLimits limits, SchedulerStores stores, Orders orders,
      SchedulerMetrics metrics) {
    this.schedule = schedule;
    this.limits = limits;
    this.stores = stores;
    this.orders = orders;
    this.metrics = metrics;
    metrics.pending(stores.countQueues());
  }

  /** An event that a hook wants to hear of. */
  void due(String queueName, String laneName, PendingHook hook, Instant now) {
    HookQueue queue = stores.queue(queueName).orElse(null);
    if (queue == null) {
      metrics.pending(1);
      stores.put(laneName, admit(laneName, stores.lane(laneName), queueName, HookQueue.of(laneName, hook), now), now);
    } else if (queue.isFull()) {
      orders.failed(hook, WebhookFailure.OVERFLOW, 0, 0, "", now);
    } else {
      stores.put(queueName, queue.plus(hook));
    }
  }

  /** A caller's report. One that nobody waits for any more changes nothing. */
  void answered(CallResult result, Instant now) {
    HookQueue queue = stores.queue(result.queue()).orElse(null);
    if (queue == null || !queue.expects(result.eventId(), result.tryNumber())) {
      metrics.stale();
      return;
    }
    stores.timers.cancel(TimerKind.QUEUE, result.queue(), queue.at());
    String laneName = queue.lane();
    Lane before = stores.lane(laneName);
    Lane lane = announced(laneName, before, before.answered(result.outcome(), result.took(), limits, now),
        queue.head(), result.outcome(), now);
    if (lane.pausedUntil().isAfter(before.pausedUntil()))
      stores.timers.set(TimerKind.LANE, laneName, lane.pausedUntil());
    lane = settle(laneName, lane, result.queue(), queue.tried(), result.outcome(), now);
    CrashPoint.HOOKS_SETTLED.pass();
    stores.put(laneName, serve(laneName, lane, now), now);
  }

  /** The clock has reached a deadline. */
  void reached(TimerKind kind, String subject, Instant at, Instant now) {
    switch (kind) {
      case LANE -> forgetOrKeep(subject, now);
      case QUEUE -> stores.queue(subject).filter(queue -> queue.at().equals(at)).ifPresent(queue -> {
        Lane lane = stores.lane(queue.lane());
        if (queue.phase() == HookQueue.Phase.CALLING) {
          metrics.lost();
          lane = lane.lost();
        }
        lane = admit(queue.lane(), lane, subject, queue, now);
        stores.put(queue.lane(), serve(queue.lane(), lane, now), now);
      });
    }
  }

  /** An operator wants an endpoint to be called again. */
  void switchOn(String laneName, Instant now) {
    Lane lane = stores.lane(laneName);
    if (!lane.health().isFailing()) return;
    recovered(laneName, lane.health(), now);
    stores.put(laneName, serve(laneName, lane.switchedOn(), now), now);
  }

  /** Tells the world what is new about an endpoint, and sees to it that it is forgotten one day. */
  private Lane announced(String laneName, Lane before, Lane after, PendingHook hook, CallOutcome outcome, Instant now) {
    Health health = after.health();
    if (health.isFailing() && !before.health().isFailing())
      stores.timers.set(TimerKind.LANE, laneName, health.nextReview(now));
    if (!health.isFailing()) recovered(laneName, before.health(), now);
    if (!health.isFailing() || !health.isNews(before.health(), now)) return after;
    orders.failing(laneName, health, hook, outcome, now);
    return after.announced();
  }

  private void recovered(String laneName, Health before, Instant now) {
    if (before.isFailing()) stores.timers.cancel(TimerKind.LANE, laneName, before.nextReview(now));
    if (before.announced()) orders.well(laneName);
  }

  /** Forgets a lane that nobody needs, or looks at it again later. */
  private void forgetOrKeep(String laneName, Instant now) {
    Lane lane = serve(laneName, stores.lane(laneName), now);
    if (lane.isForgotten(now)) {
      if (lane.health().announced()) orders.well(laneName);
      stores.forgetLane(laneName);
      return;
    }
    if (lane.health().isFailing())
      stores.timers.set(TimerKind.LANE, laneName, lane.health().nextReview(now));
    stores.put(laneName, lane, now);
  }

  private Lane settle(String laneName, Lane lane, String queueName, HookQueue queue, CallOutcome outcome,
      Instant now) {
    return switch (schedule.after(outcome, queue.head(), queue.tries(), now)) {
      case Next.Done _ -> proceed(laneName, lane, queueName, queue, now);
      case Next.TryAgain _ when lane.health().isOff() -> {
        giveUpAll(queueName, queue, WebhookFailure.SWITCHED_OFF, outcome.statusOrZero(), outcome.detailOrEmpty(), now);
        yield lane;
      }
      case Next.TryAgain again -> {
        stores.put(queueName, queue.resting(again.at()));
        stores.timers.set(TimerKind.QUEUE, queueName, again.at());
        yield lane;
      }
      case Next.GiveUp giveUp -> {
        orders.failed(queue.head(), giveUp.why(), queue.tries(), outcome.statusOrZero(), outcome.detailOrEmpty(), now);
        yield proceed(laneName, lane, queueName, queue, now);
      }
      case Next.GiveUpAll giveUp -> {
        giveUpAll(queueName, queue, giveUp.why(), outcome.statusOrZero(), outcome.detailOrEmpty(), now);
        yield lane;
      }
    };
  }

  /** Goes on to what is behind the head. */
  private Lane proceed(String laneName, Lane lane, String queueName, HookQueue queue, Instant now) {
    if (queue.hasMore()) return admit(laneName, lane, queueName, queue.next(), now);
    forget(queueName);
    return lane;
  }

  private void giveUpAll(String queueName, HookQueue queue, WebhookFailure why, int lastStatus, String detail,
      Instant now) {
    int tries = queue.tries();
    for (PendingHook hook : queue.pending()) {
      orders.failed(hook, why, tries, lastStatus, detail, now);
      tries = 0; // only the first has been tried
    }
    forget(queueName);
  }

  private void forget(String queueName) {
    stores.forget(queueName);
    metrics.pending(-1);
  }

  /** Calls at once if there is room and nobody came before; else the queue waits in line. */
  private Lane admit(String laneName, Lane lane, String queueName, HookQueue queue, Instant now) {
    if (lane.isShut(now)) {
      giveUpAll(queueName, queue, WebhookFailure.SWITCHED_OFF, 0, OFF, now);
      return lane;
    }
    if (!lane.hasWaiting() && lane.hasRoom(now)) return call(lane, queueName, queue, now);
    stores.put(queueName, queue.waiting());
    return stores.join(laneName, lane, queueName);
  }

  /** Calls those who wait, as far as there is room. */
  private Lane serve(String laneName, Lane lane, Instant now) {
    Lane at = lane;
    int drops = 0;
    while (at.hasWaiting() && (at.hasRoom(now) || at.isShut(now))) {
      if (drops == DROPS_MAX) { // a long line that has all grown too old: the rest at the next beat
        stores.timers.set(TimerKind.LANE, laneName, now);
        return at;
      }
      String queueName = stores.front(laneName, at);
      at = stores.leaveFront(laneName, at);
      HookQueue queue = stores.queue(queueName).orElseThrow(() -> new IllegalStateException("a queue left its line"));
      if (at.isShut(now)) {
        drops++;
        giveUpAll(queueName, queue, WebhookFailure.SWITCHED_OFF, 0, OFF, now);
      } else if (at.isDown() && schedule.givenUpAt(queue.head()).isBefore(now)) {
        drops++;
        orders.failed(queue.head(), WebhookFailure.EXHAUSTED, queue.tries(), 0, DOWN, now);
        at = proceed(laneName, at, queueName, queue, now);
      } else {
        at = call(at, queueName, queue, now);
      }
    }
    return at;
  }

  private Lane call(Lane lane, String queueName, HookQueue queue, Instant now) {
    Instant notAfter = now.plus(ORDER_VALID);
    Instant lostAt = notAfter.plus(LOST_AFTER);
    stores.put(queueName, queue.calling(lostAt));
    stores.timers.set(TimerKind.QUEUE, queueName, lostAt);
    orders.call(queueName, queue.head(), queue.tries() + 1, notAfter);
    CrashPoint.HOOKS_ORDERED.pass();
    return lane.called();
  }
}
