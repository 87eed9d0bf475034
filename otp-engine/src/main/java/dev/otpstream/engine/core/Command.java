package dev.otpstream.engine.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a caller, a worker or the clock may ask of one message. */
public sealed interface Command {
  /**
   * Tell a recipient something.
   *
   * @param id            the id that the message will have if it is accepted
   * @param code          the code it carries, if it is one of ours
   * @param replaceActive whether a code that still lives is ended by this one; else this send is refused
   * @param coolDown      whether the ladder applies
   * @param lifetime      how long it may be delivered and verified
   * @param reference     a name under which it can be found later
   * @param consent       the consent request that it answers
   * @param trace         what it follows from, as W3C {@code traceparent}
   */
  record Send(long id, String accountId, String routingKey, String purpose, Sealed recipient, String recipientToken,
      String recipientMasked, List<RouteStep> route, Optional<Code> code, boolean replaceActive, boolean coolDown,
      Duration lifetime, Optional<String> callerReference, Optional<String> reference, List<Hook> hooks,
      Optional<Consent> consent, Optional<String> trace)
      implements
        Command {
    Message.Live accepted(Instant now) {
      var facts = new Message.Facts(id, accountId, routingKey, purpose, recipientToken, recipientMasked,
          callerReference, hooks, consent, now, now.plus(lifetime), trace);
      return new Message.Live(facts, recipient, route, code, List.of(), Instant.MAX, List.of(),
          Optional.empty(), Map.of());
    }

    @Override public String toString() {
      return "Send[id=" + id + "]";
    }
  }

  /** Which consent request a message answers, and by whose consent. */
  record Consent(String requestId, String subscriberId) {}

  /** Compare a guess with the message's code. */
  record Attempt(Guess guess) implements Command {
    @Override public String toString() {
      return "Attempt[redacted]";
    }
  }

  /** End the message. */
  record Cancel() implements Command {}

  /** Say where the message stands. */
  record Query() implements Command {}

  /**
   * A worker's or a provider's word about one dispatch.
   *
   * @param references the provider's names for it, to be remembered
   * @param handle     by which the provider can take it back
   */
  record Report(int dispatch, Outcome outcome, String provider, Optional<Reason> reason, Optional<String> providerCode,
      List<String> references, int parts, Optional<String> handle) implements Command {}

  /** Time has passed. */
  record Tick() implements Command {}

  /** What a worker or a provider can say about a dispatch. */
  enum Outcome {
    SENT, UNCLEAR, REFUSED, DROPPED, DELIVERED, READ, UNDELIVERED
  }
}
