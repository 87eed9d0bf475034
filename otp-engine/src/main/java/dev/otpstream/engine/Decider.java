package dev.otpstream.engine;

import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.Decision;
import dev.otpstream.engine.core.Effect;
import dev.otpstream.engine.core.Event;
import dev.otpstream.engine.core.Limits;
import dev.otpstream.engine.core.Message;
import dev.otpstream.engine.core.Recipient;
import dev.otpstream.engine.core.Rules;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.observe.Hop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Asks the rules about what was loaded, and carries out what they decided. */
final class Decider {
  /** When a recipient is looked at again that cannot be forgotten yet. */
  private static final Duration LOOK_AGAIN = Duration.ofDays(1);
  private final Rules rules;
  private final Limits limits;
  private final Stores stores;
  private final Outbox outbox;
  private final EngineMetrics metrics;
  private final HealthWatch health;

  /**
   * What a command is about, as the stores have it.
   *
   * @param routingKey under which the recipient's state is kept
   */
  record Subject(String routingKey, Recipient recipient, Optional<Message> message) {}

  Decider(Limits limits, Stores stores, Outbox outbox, EngineMetrics metrics, HealthWatch health) {
    this.rules = new Rules(limits);
    this.limits = limits;
    this.stores = stores;
    this.outbox = outbox;
    this.metrics = metrics;
    this.health = health;
  }

  /** Decides and carries it out. */
  Decision decide(Subject subject, Command command, Instant now) {
    if (command instanceof Command.Report report)
      subject.message().ifPresent(message -> health.answered(message, report, now));
    Decision decision = rules.decide(subject.recipient(), subject.message(), command, health.now(), now);
    CrashPoint.ENGINE_DECIDED.pass();
    boolean firstSeen = subject.recipient().equals(Recipient.NEW);
    decision.recipient().ifPresent(changed -> keep(subject.routingKey(), changed, firstSeen, now));
    for (Message changed : decision.messages())
      keep(changed, subject.message());
    decision.forgotten().forEach(stores.messages::delete);
    CrashPoint.ENGINE_KEPT.pass();
    // A send is about a message to come; the subject has the one before it.
    Hop joined = command instanceof Command.Send ? Hop.NONE : join(subject, command);
    try {
      for (Effect effect : decision.effects()) {
        outbox.effect(effect);
        metrics.effect(effect);
        if (effect instanceof Effect.Publish(var _, var _, var _, Event event)) health.asked(event);
      }
    } finally {
      outbox.leave(joined);
    }
    return decision;
  }

  private Hop join(Subject subject, Command command) {
    return subject.message().map(message -> outbox.join(message, command.getClass().getSimpleName()))
        .orElse(Hop.NONE);
  }

  /** Decides about a message that is known by its id only; without it there is nothing to do. */
  void decide(long messageId, Command command, Instant now) {
    stores.message(messageId).ifPresent(message -> decide(subject(message), command, now));
  }

  /** A message with its recipient. */
  Subject subject(Message message) {
    String routingKey = message.facts().routingKey();
    return new Subject(routingKey, stores.recipient(routingKey), Optional.of(message));
  }

  /** Looks at what a timer pointed to. */
  void due(TimerKind kind, String subject, Instant now) {
    CrashPoint.ENGINE_TIMER_DUE.pass();
    switch (kind) {
      case MESSAGE -> {
        long id = Long.parseLong(subject);
        decide(id, new Command.Tick(), now);
        stores.message(id).ifPresent(left -> stores.timers.set(kind, subject, left.dueAt()));
      }
      case RECIPIENT -> {
        Recipient known = stores.recipients.get(subject);
        if (known != null) keep(subject, known, true, now);
      }
      case ANSWER -> stores.forgetAnswer(subject, now);
      case REFERENCE -> stores.forgetReference(subject, now);
      case UNMATCHED -> stores.forgetUnmatched(subject, now);
      case CONSENT -> stores.forgetConsent(subject, now);
    }
  }

  private void keep(Message message, Optional<Message> before) {
    long id = message.facts().id();
    stores.messages.put(id, message);
    // One timer that comes too early is enough: it is set anew when it fires.
    boolean inTime = before.filter(b -> b.facts().id() == id && !message.dueAt().isBefore(b.dueAt())).isPresent();
    if (!inTime) stores.timers.set(TimerKind.MESSAGE, Long.toString(id), message.dueAt());
  }

  private void keep(String routingKey, Recipient recipient, boolean needsTimer, Instant now) {
    Instant from = recipient.forgettableFrom(limits);
    if (!from.isAfter(now)) {
      stores.recipients.delete(routingKey);
      return;
    }
    stores.recipients.put(routingKey, recipient);
    if (needsTimer)
      stores.timers.set(TimerKind.RECIPIENT, routingKey, from.equals(Instant.MAX) ? now.plus(LOOK_AGAIN) : from);
  }
}
