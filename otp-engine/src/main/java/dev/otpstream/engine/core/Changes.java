package dev.otpstream.engine.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what follows from one command while the rules think. Lives within one decision. */
final class Changes {
  private final List<Message> messages = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Limits limits;
  private final Instant now;
  private Optional<Recipient> recipient = Optional.empty();

  Changes(Limits limits, Instant now) {
    this.limits = limits;
    this.now = now;
  }

  /** Publishes an event about the message as a whole and gives the message after it. */
  Message.Live happened(Message.Live message, EventType type, State state) {
    return publish(message, type, state, 0, Optional.empty(), Optional.empty(), Optional.empty(), -1, 1,
        Optional.empty());
  }

  /** Publishes that a channel has its turn, and gives the message after it. */
  Message.Live dispatched(Message.Live message, Choice choice) {
    return publish(message, EventType.DISPATCHED, State.DISPATCHED, message.dispatch(), Optional.empty(),
        Optional.empty(), Optional.empty(), -1, 1, Optional.of(choice));
  }

  /** Publishes an event about one dispatch and gives the message after it. */
  Message.Live happened(Message.Live message, EventType type, State state, int dispatch, Optional<String> provider,
      Optional<Message.Failure> failure, int parts) {
    return publish(message, type, state, dispatch, provider, failure.map(Message.Failure::reason),
        failure.flatMap(Message.Failure::providerCode), -1, parts, Optional.empty());
  }

  /** Publishes a failed attempt and gives the message after it. */
  Message.Live attemptFailed(Message.Live message, int attemptsLeft) {
    return publish(message, EventType.ATTEMPT_FAILED, message.state(), 0, Optional.empty(), Optional.empty(),
        Optional.empty(), attemptsLeft, 1, Optional.empty());
  }

  /** Publishes the end of a message and keeps what may be asked of it later. */
  void ended(Message.Live message, EventType type, State state, Optional<Reason> reason) {
    Optional<String> providerCode = message.failure().filter(f -> reason.isPresent() && f.reason() == reason.get())
        .flatMap(Message.Failure::providerCode);
    if (type == EventType.CANCELLED) Revocations.ofCurrent(message, this);
    keep(end(publish(message, type, state, 0, Optional.empty(), reason, providerCode, -1, 1,
        Optional.empty())));
  }

  /** Ends a message whose life is over, and gives the state it ends in. */
  State expired(Message.Live message) {
    // A text that was delivered has reached its end; only a code still had something to wait for.
    if (message.code().isEmpty() && message.state() == State.DELIVERED) {
      endedQuietly(message);
      return State.DELIVERED;
    }
    ended(message, EventType.EXPIRED, State.EXPIRED, Optional.empty());
    return State.EXPIRED;
  }

  /** Ends a message about which everything has been said. */
  void endedQuietly(Message.Live message) {
    keep(end(message));
  }

  private Message.Ended end(Message.Live message) {
    return new Message.Ended(message.facts(), message.dispatch(), message.channel(), message.history(),
        message.failure(), now.plus(limits.retention()));
  }

  void keep(Message message) {
    messages.add(message);
  }

  void keep(Recipient changed) {
    recipient = Optional.of(changed);
  }

  void effect(Effect effect) {
    effects.add(effect);
  }

  Decision andAnswer(Answer answer) {
    return new Decision(recipient, messages, List.of(), effects, Optional.of(answer));
  }

  Decision done() {
    return new Decision(recipient, messages, List.of(), effects, Optional.empty());
  }

  private Message.Live publish(Message.Live message, EventType type, State state, int dispatch,
      Optional<String> provider, Optional<Reason> reason, Optional<String> providerCode, int attemptsLeft, int parts,
      Optional<Choice> choice) {
    Optional<String> channel = dispatch == 0 ? Optional.empty() : Optional.of(message.step(dispatch).channel());
    var event = new Event(message.facts().id(), message.sequence() + 1, type, state, now, channel, dispatch, provider,
        reason, providerCode, attemptsLeft, parts, choice);
    effects.add(new Effect.Publish(message.facts(), message.recipient(), message.channel(), event));
    return message.after(event);
  }
}
