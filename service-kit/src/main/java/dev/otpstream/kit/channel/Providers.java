package dev.otpstream.kit.channel;

import dev.otpstream.kit.channel.Ledger.Progress;
import dev.otpstream.kit.channel.Ledger.Progress.Decided;
import dev.otpstream.kit.channel.Ledger.Progress.Waiting;
import dev.otpstream.kit.channel.Round.Said;
import dev.otpstream.kit.channel.Sender.Turn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes one dispatch a step further: asks the channel's providers, one after the other, until one has it or perhaps has it.
 * Only what a provider surely did not take goes on to the next. When the round is over and none took it, what they said
 * decides whether there is another. Thread-safe.
 */
final class Providers {
  /** A longer wait for a provider's pace is not worth it while there is another to ask. */
  static final Duration WAIT_MAX = Duration.ofSeconds(1);
  /** How soon a claim is tried again that Kafka did not take. */
  private static final Duration UNCLAIMED_WAIT = Duration.ofSeconds(1);

  private final Map<String, Sender> senders;
  private final ProviderOrder order;
  private final SendRules rules;
  private final Clock clock;

  Providers(List<Sender> senders, ProviderOrder order, SendRules rules, Clock clock) {
    this.senders = senders.stream().collect(Collectors.toUnmodifiableMap(Sender::provider, Function.identity()));
    this.order = order;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Takes the next step.
   *
   * @param claim is taken before the first call, and released if the dispatch has to wait after one
   * @return where the dispatch stands now: {@link Waiting} or {@link Decided}
   */
  Progress advance(OpenDispatch dispatch, Waiting waiting, OwnClaim claim) {
    Progress now = ask(dispatch, waiting, claim);
    if (now instanceof Waiting) claim.release();
    return now;
  }

  /** What becomes of a dispatch that a worker claimed which is gone: perhaps sent, so nobody is asked. */
  Decided abandoned(OpenDispatch dispatch) {
    Sender sender = senders.get(order.of(dispatch).getFirst());
    sender.spared("abandoned");
    return new Decided(sender.provider(), SendReport.abandoned(), 0, clock.instant());
  }

  private Progress ask(OpenDispatch dispatch, Waiting waiting, OwnClaim claim) {
    List<Sender> asked = order.of(dispatch).stream().map(senders::get).toList();
    Instant began = clock.instant();
    if (began.isBefore(dispatch.expiresAt()) && began.isBefore(waiting.due())) return waiting;
    Round round = waiting.round();
    boolean paced = waiting.paced();
    while (round.turn() < asked.size()) {
      Sender sender = asked.get(round.turn());
      Optional<Said> refusal = round.refusal(sender.provider());
      if (refusal.isPresent()) {
        round = round.spared(refusal.get());
        continue;
      }
      Instant now = clock.instant(); // the provider before may have taken its time
      if (!now.isBefore(dispatch.expiresAt())) return expired(sender, round);
      Duration waitMax = round.turn() < asked.size() - 1 ? WAIT_MAX : Duration.between(now, dispatch.expiresAt());
      switch (sender.ask(dispatch, paced, waitMax, claim)) {
        case Turn.NotYet(Instant moment) -> {
          return new Waiting(round, moment, true);
        }
        case Turn.Unclaimed _ -> {
          return new Waiting(round, clock.instant().plus(UNCLAIMED_WAIT), false);
        }
        case Turn.Late _ -> {
          return expired(sender, round);
        }
        case Turn.Spared(SendOutcome outcome) -> round = round.spared(new Said(sender.provider(), outcome));
        case Turn.Called(SendOutcome outcome) -> {
          var said = new Said(sender.provider(), outcome);
          round = round.called(said);
          if (SwitchRules.ends(outcome)) return decided(said, round, dispatch);
        }
      }
      paced = false;
    }
    return decided(round.best(), round, dispatch);
  }

  private Decided expired(Sender sender, Round round) {
    sender.spared("expired");
    return new Decided(sender.provider(), SendReport.expired(), round.tries(), clock.instant());
  }

  private Progress decided(Said said, Round round, OpenDispatch dispatch) {
    Instant now = clock.instant();
    return switch (rules.next(said.outcome(), round.number(), dispatch.expiresAt(), now)) {
      case Next.RetryAt(Instant at) -> new Waiting(round.again(), at, false);
      case Next.Report(SendReport report) -> new Decided(said.provider(), report, round.tries(), now);
    };
  }
}
