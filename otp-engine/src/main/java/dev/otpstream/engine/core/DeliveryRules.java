package dev.otpstream.engine.core;

import dev.otpstream.engine.core.Command.Outcome;
import dev.otpstream.engine.core.health.Health;
import java.time.Instant;
import java.util.Optional;

/** What delivery results do to a message: progress, fallback, the end. */
final class DeliveryRules {
  private DeliveryRules() {}

  static Decision report(Message message, Command.Report report, Limits limits, Health health, Instant now) {
    Optional<Effect> late = Revocations.late(message, report);
    if (!(message instanceof Message.Live live)) // an end absorbs whatever comes later
      return late.map(Decision::effect).orElseGet(Decision::nothing);
    if (report.dispatch() < 1 || report.dispatch() > live.dispatch()) return Decision.nothing();
    var changes = new Changes(limits, now);
    if (live.isOver(now)) {
      changes.expired(live); // the clock was late: nothing may be sent for it any more
      return changes.done();
    }
    for (String reference : report.references())
      changes.effect(new Effect.Remember(reference, live.facts().id(), report.dispatch(), live.facts().accountId()));
    Progress next = progress(report.outcome());
    if (!live.progress(report.dispatch()).mayBecome(next)) return changes.done();
    late.ifPresent(changes::effect);
    if (next == Progress.FAILED) failed(live, report, changes, health, now);
    else
      advanced(live, report, next, changes);
    return changes.done();
  }

  /** Orders the next channel to send. The caller made sure that there is one. */
  static Message.Live dispatchNext(Message.Live live, Changes changes, Health health, Instant now) {
    Choice.Made made = Choice.of(live.left(), live.dispatch() == 0, live.facts().id(), health);
    Message.Live dispatched = changes.dispatched(live.withLeft(made.left()).nextDispatch(now), made.choice());
    changes.effect(new Effect.Dispatch(dispatched, dispatched.dispatch()));
    return dispatched;
  }

  /** Turns to the next channel, or ends the message if every channel surely failed, or waits for what may still come. */
  static void fallBack(Message.Live live, Message.Failure cause, Changes changes, Health health, Instant now) {
    if (live.hasNext()) {
      Message.Live falling = changes.happened(live, EventType.FALLBACK, live.state(), live.dispatch(),
          Optional.empty(), Optional.of(cause), 1);
      changes.keep(dispatchNext(falling, changes, health, now));
      Revocations.ofCurrent(live, changes);
    } else if (live.allFailed()) {
      changes.ended(live, EventType.UNDELIVERABLE, State.UNDELIVERABLE, Optional.of(cause.reason()));
    } else {
      changes.keep(live.withoutFallback());
    }
  }

  private static void failed(Message.Live live, Command.Report report, Changes changes, Health health,
      Instant now) {
    var failure = new Message.Failure(report.reason().orElse(Reason.OTHER), report.providerCode());
    Message.Live marked = live.withProgress(report.dispatch(), Progress.FAILED).withFailure(failure);
    Message.Live told = changes.happened(marked, EventType.FAILED, live.state(), report.dispatch(),
        Optional.of(report.provider()), Optional.of(failure), report.parts());
    boolean abandoned = report.dispatch() < live.dispatch();
    if (abandoned && !told.allFailed()) changes.keep(told);
    else
      fallBack(told, failure, changes, health, now);
  }

  private static void advanced(Message.Live live, Command.Report report, Progress next, Changes changes) {
    Message.Live marked = live.withProgress(report.dispatch(), next);
    if (report.dispatch() < live.dispatch()) { // abandoned: good to know, and nothing depends on it any more
      changes.keep(tell(marked, report, next, live.state(), changes));
      return;
    }
    if (next == Progress.SENT && report.handle().isPresent())
      marked = marked.withHandle(report.dispatch(), new Message.Handle(report.provider(), report.handle().get()));
    // The recipient has the message, so no other channel needs to be tried, unless the code stays unverified.
    if (next.compareTo(Progress.DELIVERED) >= 0) marked = marked.afterReaching();
    State state = switch (next) {
      case SENT -> further(live.state(), State.SENT);
      case DELIVERED -> further(live.state(), State.DELIVERED);
      case READ -> State.READ;
      case UNCLEAR, DISPATCHED, FAILED -> live.state();
    };
    if (next == Progress.READ && live.code().isEmpty()) {
      changes.endedQuietly(tell(marked, report, next, State.READ, changes));
    } else {
      changes.keep(tell(marked, report, next, state, changes));
    }
  }

  private static State further(State a, State b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Message.Live tell(Message.Live live, Command.Report report, Progress next, State state,
      Changes changes) {
    return changes.happened(live, EventType.valueOf(next.name()), state, report.dispatch(),
        Optional.of(report.provider()), Optional.empty(), report.parts());
  }

  private static Progress progress(Outcome outcome) {
    return switch (outcome) {
      case SENT -> Progress.SENT;
      case UNCLEAR -> Progress.UNCLEAR;
      case DELIVERED -> Progress.DELIVERED;
      case READ -> Progress.READ;
      case REFUSED, DROPPED, UNDELIVERED -> Progress.FAILED;
    };
  }
}
