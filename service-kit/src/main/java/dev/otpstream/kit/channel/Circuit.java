package dev.otpstream.kit.channel;

import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the provider is worth asking. After some failures in a row, dispatches are refused at once for a while, so that
 * their way to another provider or channel is quick; then one of them probes. A failure is a provider that cannot be
 * reached, does not know us or says nothing clear; any answer about a message shows that it is well.
 *
 * @param failures     in a row
 * @param refusedUntil from this moment one dispatch may pass; means nothing while the circuit is closed
 */
record Circuit(int failures, Instant refusedUntil) {
  static final int FAILURES_MAX = 5;
  static final Duration PAUSE = Duration.ofSeconds(5);
  /** How long a probe may take until another one is let through; longer than any send. */
  static final Duration PROBE_MAX = Duration.ofSeconds(15);
  static final Circuit CLOSED = new Circuit(0, Instant.EPOCH);

  boolean isOpen() {
    return failures >= FAILURES_MAX;
  }

  /** Whether a dispatch is refused now. */
  boolean refuses(Instant now) {
    return isOpen() && now.isBefore(refusedUntil);
  }

  /** The circuit after it let a dispatch pass: if that is a probe, the others stay refused until its outcome. */
  Circuit passed(Instant now) {
    return isOpen() ? new Circuit(failures, now.plus(PROBE_MAX)) : this;
  }

  Circuit after(SendOutcome outcome, Instant now) {
    return switch (outcome) {
      case SendOutcome.Unavailable _,SendOutcome.Unclear _ -> failed(now);
      case SendOutcome.Rejected(Reason reason, String _) when reason == Reason.PROVIDER_CONFIGURATION -> failed(now);
      case SendOutcome.Accepted _,SendOutcome.Rejected _,SendOutcome.Throttled _ -> CLOSED;
    };
  }

  private Circuit failed(Instant now) {
    return new Circuit(Math.min(failures + 1, FAILURES_MAX), now.plus(PAUSE));
  }
}
