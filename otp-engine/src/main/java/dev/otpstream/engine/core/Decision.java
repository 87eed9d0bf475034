package dev.otpstream.engine.core;

import java.util.List;
import java.util.Optional;

/**
 * What follows from a command: all of it is committed together, or none.
 *
 * @param recipient the recipient's new state; empty: unchanged
 * @param messages  the messages' new states; those not named are unchanged
 * @param forgotten ids of messages to forget
 * @param effects   in this order
 * @param answer    what the caller is told; empty: nobody asked
 */
public record Decision(Optional<Recipient> recipient, List<Message> messages, List<Long> forgotten,
    List<Effect> effects, Optional<Answer> answer) {
  public Decision {
    messages = List.copyOf(messages);
    forgotten = List.copyOf(forgotten);
    effects = List.copyOf(effects);
  }

  static Decision answer(Answer answer) {
    return new Decision(Optional.empty(), List.of(), List.of(), List.of(), Optional.of(answer));
  }

  static Decision effect(Effect effect) {
    return new Decision(Optional.empty(), List.of(), List.of(), List.of(effect), Optional.empty());
  }

  static Decision nothing() {
    return new Decision(Optional.empty(), List.of(), List.of(), List.of(), Optional.empty());
  }

  /** Whether anything but an answer follows. */
  public boolean changes() {
    return recipient.isPresent() || !messages.isEmpty() || !forgotten.isEmpty();
  }
}
