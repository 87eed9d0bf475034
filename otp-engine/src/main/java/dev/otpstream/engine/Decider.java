package dev.otpstream.engine;

import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.Decision;
import dev.otpstream.engine.core.Effect;
import dev.otpstream.engine.core.Limits;
import dev.otpstream.engine.core.Message;
import dev.otpstream.engine.core.Recipient;
import dev.otpstream.engine.core.Rules;
import java.time.Instant;
import java.util.Optional;

/** Loads what a command is about, asks the rules, and carries out what they decided. */
final class Decider {
  private final Rules rules;
  private final Limits limits;
  private final Stores stores;
  private final Outbox outbox;
  private final EngineMetrics metrics;

  Decider(Rules rules, Limits limits, Stores stores, Outbox outbox, EngineMetrics metrics) {
    this.rules = rules;
    this.limits = limits;
    this.stores = stores;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  /** Decides about a message of a recipient and carries it out. */
  Decision decide(String routingKey, Recipient recipient, Optional<Message> message, Command command, Instant now) {
    Decision decision = rules.decide(recipient, message, command, now);
    decision.recipient().ifPresent(changed -> keep(routingKey, changed));
    for (Message changed : decision.messages())
      keep(changed);
    decision.forgotten().forEach(stores.messages::delete);
    for (Effect effect : decision.effects()) {
      outbox.effect(effect);
      metrics.effect(effect);
    }
    return decision;
  }

  /** Decides about a message that is known by its id only; without it there is nothing to do. */
  void decide(long messageId, Command command, Instant now) {
    stores.message(messageId).ifPresent(message -> {
      String routingKey = message.facts().routingKey();
      decide(routingKey, stores.recipient(routingKey), Optional.of(message), command, now);
    });
  }

  void tick(long messageId, Instant now) {
    decide(messageId, new Command.Tick(), now);
  }

  void forgetRecipient(String routingKey, Instant now) {
    Instant from = stores.recipient(routingKey).forgettableFrom(limits);
    if (!from.isAfter(now)) stores.recipients.delete(routingKey);
    else if (!from.equals(Instant.MAX)) stores.timers.set(Timers.Kind.RECIPIENT, routingKey, from);
  }

  private void keep(Message message) {
    long id = message.facts().id();
    Message before = stores.messages.get(id);
    stores.messages.put(id, message);
    if (before == null || !before.dueAt().equals(message.dueAt()))
      stores.timers.set(Timers.Kind.MESSAGE, Long.toString(id), message.dueAt());
  }

  private void keep(String routingKey, Recipient recipient) {
    Instant from = recipient.forgettableFrom(limits);
    stores.recipients.put(routingKey, recipient);
    if (!from.equals(Instant.MAX)) stores.timers.set(Timers.Kind.RECIPIENT, routingKey, from);
  }
}
