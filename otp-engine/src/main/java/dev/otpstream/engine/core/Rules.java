package dev.otpstream.engine.core;

import dev.otpstream.engine.core.Answer.Refusal;
import dev.otpstream.engine.core.Answer.Verdict;
import dev.otpstream.engine.core.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rules of messages and codes. Same state, command and instant always give the same decision. */
public final class Rules {
  private final Limits limits;

  public Rules(Limits limits) {
    this.limits = limits;
  }

  /**
   * Decides.
   *
   * @param recipient what is known of the recipient
   * @param message   the message that the command is about: for a {@link Command.Send} the newest one of the same
   *                  recipient and purpose; empty if there is none
   * @param health    how the channels are doing
   */
  public Decision decide(Recipient recipient, Optional<Message> message, Command command, Health health,
      Instant now) {
    return switch (command) {
      case Command.Send send -> send(recipient, message, send, health, now);
      case Command.Attempt attempt -> attempt(recipient, message, attempt, now);
      case Command.Cancel _ -> cancel(message, now);
      case Command.Query _ -> Decision.answer(message.<Answer>map(Answer.Standing::new).orElseGet(Answer.Unknown::new));
      case Command.Report report -> message.map(m -> DeliveryRules.report(m, report, limits, health, now))
          .orElseGet(Decision::nothing);
      case Command.Tick _ -> message.map(m -> tick(recipient, m, health, now)).orElseGet(Decision::nothing);
    };
  }

  private Decision send(Recipient recipient, Optional<Message> newest, Command.Send send, Health health,
      Instant now) {
    Optional<Answer.Refused> refused = send.code().flatMap(_ -> refusal(recipient, newest, send, now));
    if (refused.isPresent()) return Decision.answer(refused.get());
    var changes = new Changes(limits, now);
    Recipient after = recipient;
    if (send.code().isPresent()) {
      newest.ifPresent(old -> {
        if (old instanceof Message.Live live) supersede(live, changes, now);
      });
      after = recipient.withCode(send.purpose(), send.id(), limits, now);
      changes.keep(after);
    }
    Message.Live accepted = changes.happened(send.accepted(now), EventType.ACCEPTED, State.QUEUED);
    send.reference().ifPresent(
        reference -> changes.effect(new Effect.Remember(reference, send.id(), 0, send.accountId())));
    Message.Live dispatched = DeliveryRules.dispatchNext(accepted, changes, health, now);
    changes.keep(dispatched);
    return changes.andAnswer(new Answer.Accepted(send.id(), dispatched.channel(), dispatched.facts().expiresAt(),
        send.code().isPresent() ? later(after.nextSendAt(limits), now) : now));
  }

  private static void supersede(Message.Live old, Changes changes, Instant now) {
    if (old.isOver(now)) changes.expired(old);
    else
      changes.ended(old, EventType.CANCELLED, State.CANCELLED, Optional.of(Reason.SUPERSEDED));
  }

  private Optional<Answer.Refused> refusal(Recipient recipient, Optional<Message> newest, Command.Send send,
      Instant now) {
    if (!send.replaceActive() && newest.isPresent() && holdsItsPlace(newest.get(), now))
      return refused(Refusal.ACTIVE_CODE, newest.get().facts().expiresAt(), now);
    Instant attemptsFrom = recipient.attemptsFrom(limits, now);
    if (attemptsFrom.isAfter(now)) return refused(Refusal.ATTEMPTS_BUDGET, attemptsFrom, now);
    Instant sendFrom = recipient.nextSendAt(limits);
    if (send.coolDown() && sendFrom.isAfter(now)) return refused(Refusal.COOL_DOWN, sendFrom, now);
    if (!recipient.hasRoomFor(send.purpose())) return refused(Refusal.COOL_DOWN, now.plus(limits.coolDownReset()), now);
    return Optional.empty();
  }

  /** A code that was guessed at too often keeps its place for its whole life, so that guesses cannot buy new codes. */
  private static boolean holdsItsPlace(Message message, Instant now) {
    return switch (message) {
      case Message.Live live -> !live.isOver(now);
      case Message.Ended ended -> ended.state() == State.ATTEMPTS_USED && ended.facts().expiresAt().isAfter(now);
    };
  }

  private Decision attempt(Recipient recipient, Optional<Message> message, Command.Attempt attempt, Instant now) {
    if (message.isEmpty()) return Decision.answer(Answer.Verified.of(Verdict.NO_ACTIVE_CODE, 0));
    return switch (message.get()) {
      case Message.Ended ended -> Decision.answer(Answer.Verified.of(verdict(ended.state()), ended.facts().id()));
      case Message.Live live when live.code().isEmpty() ->
        Decision.answer(Answer.Verified.of(Verdict.NO_ACTIVE_CODE, live.facts().id()));
      case Message.Live live when live.isOver(now) -> expired(live, now);
      case Message.Live live -> attempt(recipient, live, live.code().get(), attempt.guess(), now);
    };
  }

  private Decision attempt(Recipient recipient, Message.Live live, Code code, Guess guess, Instant now) {
    long id = live.facts().id();
    Instant attemptsFrom = recipient.attemptsFrom(limits, now);
    if (attemptsFrom.isAfter(now))
      return Decision.answer(new Answer.Verified(Verdict.ATTEMPTS_BUDGET, id, code.attemptsLeft(),
          Duration.between(now, attemptsFrom)));
    var changes = new Changes(limits, now);
    Code counted = code.counted(); // first count, then compare: no way out of here gives the attempt back
    Message.Live tried = live.withCode(counted);
    if (guess.opens(code.digest())) {
      changes.keep(recipient.verified());
      changes.ended(tried, EventType.VERIFIED, State.VERIFIED, Optional.empty());
      return changes.andAnswer(Answer.Verified.of(Verdict.VERIFIED, id));
    }
    changes.keep(recipient.withFailure(limits, now));
    Message.Live failed = changes.attemptFailed(tried, counted.attemptsLeft());
    if (counted.attemptsLeft() > 0) changes.keep(failed);
    else
      changes.ended(failed, EventType.ATTEMPTS_USED, State.ATTEMPTS_USED, Optional.empty());
    return changes.andAnswer(new Answer.Verified(Verdict.WRONG_CODE, id, counted.attemptsLeft(), Duration.ZERO));
  }

  private Decision expired(Message.Live live, Instant now) {
    var changes = new Changes(limits, now);
    changes.expired(live);
    return changes.andAnswer(Answer.Verified.of(Verdict.EXPIRED, live.facts().id()));
  }

  private Decision cancel(Optional<Message> message, Instant now) {
    if (message.isEmpty()) return Decision.answer(new Answer.Unknown());
    return switch (message.get()) {
      case Message.Ended ended -> Decision.answer(
          new Answer.Cancelled(ended.state() == State.CANCELLED, ended.facts().id(), ended.state()));
      case Message.Live live when live.isOver(now) -> {
        var changes = new Changes(limits, now);
        State end = changes.expired(live);
        yield changes.andAnswer(new Answer.Cancelled(false, live.facts().id(), end));
      }
      case Message.Live live -> {
        var changes = new Changes(limits, now);
        changes.ended(live, EventType.CANCELLED, State.CANCELLED, Optional.empty());
        yield changes.andAnswer(new Answer.Cancelled(true, live.facts().id(), State.CANCELLED));
      }
    };
  }

  private Decision tick(Recipient recipient, Message message, Health health, Instant now) {
    if (message.dueAt().isAfter(now)) return Decision.nothing();
    return switch (message) {
      case Message.Ended ended -> forget(recipient, ended);
      case Message.Live live when !live.isOver(now) -> {
        var changes = new Changes(limits, now);
        DeliveryRules.fallBack(live, new Message.Failure(live.overdue(), Optional.empty()), changes, health, now);
        yield changes.done();
      }
      case Message.Live live -> {
        var changes = new Changes(limits, now);
        changes.expired(live);
        yield changes.done();
      }
    };
  }

  private static Decision forget(Recipient recipient, Message.Ended ended) {
    Recipient after = recipient.without(ended.facts().purpose(), ended.facts().id());
    return new Decision(after.equals(recipient) ? Optional.empty() : Optional.of(after), List.of(),
        List.of(ended.facts().id()), List.of(), Optional.empty());
  }

  private static Verdict verdict(State end) {
    return switch (end) {
      case VERIFIED -> Verdict.ALREADY_VERIFIED;
      case EXPIRED -> Verdict.EXPIRED;
      case ATTEMPTS_USED -> Verdict.ATTEMPTS_USED;
      case CANCELLED, UNDELIVERABLE, DELIVERED, READ, SENT, DISPATCHED, QUEUED -> Verdict.ENDED;
    };
  }

  private static Optional<Answer.Refused> refused(Refusal refusal, Instant from, Instant now) {
    return Optional.of(new Answer.Refused(refusal, Duration.between(now, from)));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
