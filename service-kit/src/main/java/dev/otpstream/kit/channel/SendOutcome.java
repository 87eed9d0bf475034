package dev.otpstream.kit.channel;

import dev.otpstream.schemas.Reason;
import java.time.Duration;
import java.util.List;

/** A provider's answer to one send. Each case is expected; a bug or a broken setup throws instead. */
public sealed interface SendOutcome {
  /**
   * The provider took it.
   *
   * @param providerMessageIds the provider's ids, one for each part, as its receipts will name them; empty if its
   *                           receipts name ours
   * @param handle             by which name the provider can take the message back; null if it cannot
   */
  record Accepted(List<String> providerMessageIds, int parts, String handle) implements SendOutcome {
    /** For a provider that takes nothing back. */
    public Accepted(List<String> providerMessageIds, int parts) {
      this(providerMessageIds, parts, null);
    }
  }

  /**
   * Surely not sent and never will be: do not retry, fall back.
   *
   * @param providerCode the provider's own word; null if the provider was not asked
   */
  record Rejected(Reason reason, String providerCode) implements SendOutcome {}

  /** Surely not sent; the provider asks to slow down. */
  record Throttled(Duration retryAfter) implements SendOutcome {}

  /** Surely not sent: the provider could not be reached. The detail names no secret. */
  record Unavailable(String detail) implements SendOutcome {}

  /** Perhaps sent: no answer, or one that nobody can read. The detail names no secret. */
  record Unclear(String detail) implements SendOutcome {}
}
