package dev.otpstream.kit.channel;

import dev.otpstream.schemas.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * The provider's later word about a dispatch.
 *
 * @param subject      which dispatch it is about
 * @param state        what the provider says
 * @param reason       for {@link State#UNDELIVERED}: why, in our words
 * @param providerCode the provider's own word
 * @param at           when we got it
 */
public record Receipt(Subject subject, State state, Optional<Reason> reason, String providerCode, Instant at) {
  /** How the provider names the dispatch. */
  public sealed interface Subject {
    /** By our own ids, which the provider gave back. */
    record Ours(long messageId, int dispatch) implements Subject {}

    /** By the provider's id, which came with {@link SendOutcome.Accepted}. */
    record Theirs(String providerMessageId) implements Subject {}
  }

  /** What a provider can say later. */
  public enum State { DELIVERED, READ, UNDELIVERED }
}
