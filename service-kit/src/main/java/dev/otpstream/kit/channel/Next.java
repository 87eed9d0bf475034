package dev.otpstream.kit.channel;

import java.time.Instant;

/** What the worker does after a send. */
sealed interface Next {
  /** Asks the provider again, not before this. */
  record RetryAt(Instant at) implements Next {}

  /** Tells the engine and is done. */
  record Report(SendReport report) implements Next {}
}
