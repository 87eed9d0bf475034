package dev.otpstream.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Command.Outcome;
import dev.otpstream.engine.core.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One recipient, its messages and a clock, moved by commands as the engine moves them, without Kafka. */
final class World {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  final Limits limits;
  final Map<Long, Message> messages = new TreeMap<>();
  final List<Event> events = new ArrayList<>();
  final List<Effect.Dispatch> dispatches = new ArrayList<>();
  private final Rules rules;
  private long lastId = 1000;
  Recipient recipient = Recipient.NEW;
  Instant now = NOON;
  Health health = Health.GOOD;
  /** By which providers can take back what they send. */
  Optional<String> handle = Optional.empty();
  /** What the last command did. */
  Decision last = Decision.nothing();
  /** How many guesses were really compared with a code. */
  int compared;

  World() {
    this(Limits.DEFAULT);
  }

  World(Limits limits) {
    this.limits = limits;
    this.rules = new Rules(limits);
  }

  World passes(Duration time) {
    now = now.plus(time);
    return this;
  }

  World at(Instant instant) {
    now = instant;
    return this;
  }

  Answer sends(Order order) {
    Optional<Message> newest = Optional.ofNullable(recipient.codes().get(order.purpose())).map(messages::get)
        .filter(_ -> order.code().isPresent());
    lastId++;
    decide(newest, order.send(lastId));
    return answer();
  }

  /** Sends what must be accepted, and gives the message's id. */
  long sent(Order order) {
    assertThat(sends(order)).isInstanceOf(Answer.Accepted.class);
    return lastId;
  }

  Answer.Verified attempts(String guess) {
    return attempts(recipient.codes().getOrDefault("login", 0L), guess);
  }

  Answer.Verified attempts(long id, String guess) {
    decide(message(id), new Command.Attempt(digest -> {
      compared++;
      return digest.equals(Order.digest(guess));
    }));
    return (Answer.Verified) answer();
  }

  Answer cancels(long id) {
    decide(message(id), new Command.Cancel());
    return answer();
  }

  Answer asksFor(long id) {
    decide(message(id), new Command.Query());
    return answer();
  }

  World reports(long id, int dispatch, Outcome... outcomes) {
    for (Outcome outcome : outcomes)
      decide(message(id),
          new Command.Report(dispatch, outcome, "provider", reason(outcome), code(outcome), List.of(), 1,
              outcome == Outcome.SENT ? handle : Optional.empty()));
    return this;
  }

  World ticks(long id) {
    decide(message(id), new Command.Tick());
    return this;
  }

  /** Moves the clock to when the message has to be looked at, if that is not past yet, and looks. */
  World isDue(long id) {
    Instant due = messages.get(id).dueAt();
    if (due.isAfter(now)) now = due;
    return ticks(id);
  }

  Message.Live live(long id) {
    return (Message.Live) messages.get(id);
  }

  Message.Ended ended(long id) {
    return (Message.Ended) messages.get(id);
  }

  /** What the last command told the world. */
  List<EventType> told() {
    return last.effects().stream().filter(Effect.Publish.class::isInstance)
        .map(effect -> ((Effect.Publish) effect).event().type()).toList();
  }

  /** The newest event of all. */
  Event newest() {
    return events.getLast();
  }

  /** The channels that the last command ordered to send. */
  List<String> ordered() {
    return last.effects().stream().filter(Effect.Dispatch.class::isInstance)
        .map(effect -> ((Effect.Dispatch) effect).message().step(((Effect.Dispatch) effect).dispatch()).channel())
        .toList();
  }

  /** The dispatches that the last command has taken back. */
  List<Integer> revoked() {
    return last.effects().stream().filter(Effect.Revoke.class::isInstance)
        .map(effect -> ((Effect.Revoke) effect).dispatch()).toList();
  }

  List<Long> ids() {
    return List.copyOf(messages.keySet());
  }

  void decide(Optional<Message> message, Command command) {
    last = rules.decide(recipient, message, command, health, now);
    last.recipient().ifPresent(changed -> recipient = changed);
    last.messages().forEach(changed -> messages.put(changed.facts().id(), changed));
    last.forgotten().forEach(messages::remove);
    for (Effect effect : last.effects()) {
      switch (effect) {
        case Effect.Publish publish -> events.add(publish.event());
        case Effect.Dispatch dispatch -> dispatches.add(dispatch);
        case Effect.Remember _,Effect.Revoke _ -> {
        }
      }
    }
  }

  Optional<Message> message(long id) {
    return Optional.ofNullable(messages.get(id));
  }

  private Answer answer() {
    return last.answer().orElseThrow();
  }

  private static Optional<Reason> reason(Outcome outcome) {
    return outcome == Outcome.REFUSED ? Optional.of(Reason.RECIPIENT_UNREACHABLE) : Optional.empty();
  }

  private static Optional<String> code(Outcome outcome) {
    return outcome == Outcome.REFUSED ? Optional.of("PHONE_NUMBER_NOT_FOUND") : Optional.empty();
  }
}
