package dev.otpstream.webhooks.schedule;

import dev.otpstream.webhooks.call.CallOutcome;
import java.time.Duration;
import java.time.Instant;

/**
 * How it goes with one endpoint: how many calls may be in flight, how many are, and who waits. An endpoint that answers
 * quickly gets more, a slow one less, one that is down nothing but now and then a single call to see whether it is back.
 * Thus what one endpoint can hold up is bounded, whatever it does.
 *
 * @param width       calls that may be in flight
 * @param inFlight    calls that are in flight
 * @param strains     failures in a row that speak against the endpoint as a whole
 * @param pauses      pauses in a row
 * @param pausedUntil no call before this
 * @param front       the place in line that is served next
 * @param end         the place in line that is given next; equal to the front: nobody waits
 * @param health      how long it has not taken anything
 */
record Lane(int width, int inFlight, int strains, int pauses, Instant pausedUntil, long front, long end,
    Health health) {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;
  private static final int DOUBLINGS_MAX = 20;

  static Lane fresh(LaneLimits limits) {
    return new Lane(limits.widthStart(), 0, 0, 0, Instant.EPOCH, 0, 0, Health.WELL);
  }

  boolean hasWaiting() {
    return front < end;
  }

  boolean hasRoom(Instant now) {
    return inFlight < width && !now.isBefore(pausedUntil);
  }

  /** Whether nothing would be lost if the lane were forgotten. */
  boolean isIdle(Instant now) {
    return inFlight == 0 && !hasWaiting() && !now.isBefore(pausedUntil) && !health.isFailing();
  }

  /** Whether nothing is called: the endpoint is switched off, and its next probe is not due. */
  boolean isShut(Instant now) {
    return health.isOff() && inFlight == 0 && now.isBefore(pausedUntil);
  }

  /** Whether there is no more reason to remember it: nothing has happened for long, and nobody waits. */
  boolean isForgotten(Instant now) {
    return inFlight == 0 && !hasWaiting() && health.isForgotten(now);
  }

  /** Called again at once, as one that was never down. */
  Lane switchedOn() {
    return new Lane(1, inFlight, 0, 0, Instant.EPOCH, front, end, Health.WELL);
  }

  Lane announced() {
    return with(health.told());
  }

  private Lane with(Health newHealth) {
    return new Lane(width, inFlight, strains, pauses, pausedUntil, front, end, newHealth);
  }

  /** Whether the endpoint seems to be down. */
  boolean isDown() {
    return strains >= LaneLimits.STRAINS_MAX;
  }

  Lane joined() {
    return new Lane(width, inFlight, strains, pauses, pausedUntil, front, end + 1, health);
  }

  Lane served() {
    return new Lane(width, inFlight, strains, pauses, pausedUntil, front + 1, end, health);
  }

  Lane called() {
    return new Lane(width, inFlight + 1, strains, pauses, pausedUntil, front, end, health);
  }

  /** A call's outcome will never be known. That says nothing about the endpoint. */
  Lane lost() {
    return new Lane(width, Math.max(0, inFlight - 1), strains, pauses, pausedUntil, front, end, health);
  }

  /** What a call's outcome says about the endpoint. */
  Lane answered(CallOutcome outcome, Duration took, LaneLimits limits, Instant now) {
    Lane lane = paced(outcome, took, limits, now);
    return switch (outcome) {
      case CallOutcome.Delivered _ -> lane.with(Health.WELL);
      case CallOutcome.NoAnswer _,CallOutcome.Refused _,CallOutcome.Gone _ ->
        lane.failed(limits, now);
      case CallOutcome.NotAllowed _,CallOutcome.Unsignable _,CallOutcome.Dropped _ -> lane;
    };
  }

  /** One that is off is asked again a day later; one that has just been switched off, by the very next event. */
  private Lane failed(LaneLimits limits, Instant now) {
    Health after = health.failed(limits, now);
    if (!after.isOff()) return with(after);
    Instant probe = health.isOff() ? now.plus(limits.probeEvery()) : now;
    return new Lane(1, inFlight, strains, pauses, probe, front, end, after);
  }

  private Lane paced(CallOutcome outcome, Duration took, LaneLimits limits, Instant now) {
    return switch (outcome) {
      case CallOutcome.NoAnswer _ -> strained(Duration.ZERO, limits, now);
      case CallOutcome.Refused refused when isStrain(refused) -> strained(refused.retryAfter(), limits, now);
      case CallOutcome.Delivered _,CallOutcome.Refused _,CallOutcome.Gone _ -> well(took, limits);
      case CallOutcome.NotAllowed _,CallOutcome.Unsignable _,CallOutcome.Dropped _ -> lost(); // nobody was called
    };
  }

  /** Other refusals are about the one call, not about the endpoint. */
  private static boolean isStrain(CallOutcome.Refused refused) {
    return refused.status() == TOO_MANY_REQUESTS || refused.status() >= SERVER_ERRORS;
  }

  private Lane well(Duration took, LaneLimits limits) {
    int next = width;
    if (took.compareTo(LaneLimits.QUICK) < 0) next = Math.min(width + 1, limits.widthMax());
    else if (took.compareTo(LaneLimits.SLOW) > 0) next = Math.max(width - 1, 1);
    return new Lane(next, Math.max(0, inFlight - 1), 0, 0, pausedUntil, front, end, health);
  }

  private Lane strained(Duration retryAfter, LaneLimits limits, Instant now) {
    Instant asked = now.plus(shorter(retryAfter, limits.pauseMax()));
    Instant until = asked.isAfter(pausedUntil) && !retryAfter.isZero() ? asked : pausedUntil;
    int more = strains + 1;
    // Calls that were in flight when the pause began fail in its course: that is no further news.
    boolean pause = more >= LaneLimits.STRAINS_MAX && !now.isBefore(pausedUntil);
    if (pause) {
      Duration rest = limits.pauseFirst().multipliedBy(1L << Math.min(pauses, DOUBLINGS_MAX));
      Instant restUntil = now.plus(shorter(rest, limits.pauseMax()));
      until = restUntil.isAfter(until) ? restUntil : until;
    }
    return new Lane(more >= LaneLimits.STRAINS_MAX ? 1 : Math.max(1, width / 2), Math.max(0, inFlight - 1), more,
        pause ? pauses + 1 : pauses, until, front, end, health);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
