package dev.otpstream.engine.core.health;

import java.time.Duration;
import java.time.Instant;

/**
 * What became of the dispatches that were ordered within one second.
 *
 * @param second counted since 1970
 * @param asked  how many were ordered
 * @param well   how many were answered in time, as a provider that is well does
 * @param failed how many could not be handed over, or were answered too late
 * @param took   how long all answers together took
 */
public record Second(long second, int asked, int well, int failed, Duration took) {
  /** Who has not said after this what became of a dispatch is not there, or too slow for a code. */
  public static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  static Second of(Instant at) {
    return new Second(at.getEpochSecond(), 0, 0, 0, Duration.ZERO);
  }

  Second plus(Second other) {
    return new Second(second, asked + other.asked, well + other.well, failed + other.failed, took.plus(other.took));
  }

  Second withAsked() {
    return new Second(second, asked + 1, well, failed, took);
  }

  /** As if it had not been ordered: its result says nothing of the channel. */
  Second withoutAsked() {
    return new Second(second, Math.max(0, asked - 1), well, failed, took); // it may be told twice
  }

  Second withAnswer(boolean isWell, Duration time) {
    return new Second(second, asked, well + (isWell ? 1 : 0), failed + (isWell ? 0 : 1), took.plus(time));
  }

  /** How many should have been answered by now, and were not. */
  int overdue(Instant now) {
    boolean due = !now.isBefore(Instant.ofEpochSecond(second + 1).plus(ANSWER_MAX));
    return due ? Math.max(0, asked - well - failed) : 0; // a crashed worker may answer twice
  }
}
