package dev.otpstream.engine.core.consent;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A link that waits for a messenger user.
 *
 * @param channels  the messengers by which it may be answered
 * @param owner     the user who decided about it
 * @param expiresAt when the link ends; from that very instant on it is over
 */
public record Request(Set<String> channels, Phase phase, Optional<String> owner, Instant expiresAt) {
  public Request {
    channels = Set.copyOf(channels);
  }

  /** A request that nobody has answered. */
  public static Request fresh(Set<String> channels, Instant expiresAt) {
    return new Request(channels, Phase.PENDING, Optional.empty(), expiresAt);
  }

  /** Where a caller sees it: a claim in time is not over when the link is. */
  public Standing standing(Instant now) {
    return switch (phase) {
      case PENDING -> isOver(now) ? Standing.EXPIRED : Standing.PENDING;
      case CLAIMED -> Standing.PENDING;
      case SENT -> Standing.SENT;
      case CANCELLED -> Standing.CANCELLED;
      case FAILED -> Standing.EXPIRED;
    };
  }

  /** The request after a user's word. */
  public Outcome hear(Word word, String user, String channel, Instant now) {
    if (!channels.contains(channel)) return new Outcome.Say(Notice.OVER);
    return switch (phase) {
      case PENDING -> isOver(now) ? new Outcome.Say(Notice.OVER) : decide(word, user);
      case CLAIMED, SENT -> owner.filter(user::equals).isPresent()
          ? new Outcome.Nothing()
          : new Outcome.Say(Notice.TAKEN);
      case CANCELLED, FAILED -> new Outcome.Say(Notice.OVER);
    };
  }

  /** The request after its code was sent, or could not be. What is decided stays. */
  public Request told(boolean sent) {
    return phase == Phase.CLAIMED ? in(sent ? Phase.SENT : Phase.FAILED, owner) : this;
  }

  private Outcome decide(Word word, String user) {
    return switch (word) {
      case STARTED -> new Outcome.Arrive(this, false);
      case CONSENTED -> new Outcome.Arrive(in(Phase.CLAIMED, Optional.of(user)), true);
      case CANCELLED -> new Outcome.Decline(in(Phase.CANCELLED, Optional.of(user)), Notice.CANCELLED);
    };
  }

  private boolean isOver(Instant now) {
    return !now.isBefore(expiresAt);
  }

  private Request in(Phase next, Optional<String> by) {
    return new Request(channels, next, by, expiresAt);
  }
}
