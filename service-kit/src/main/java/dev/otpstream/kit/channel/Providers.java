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

  /** @return where the dispatch stands now: {@link Waiting} or {@link Decided} */
  Progress advance(OpenDispatch dispatch, Waiting waiting) {
    List<Sender> asked = order.of(dispatch).stream().map(senders::get).toList();
    Instant began = clock.instant();
    if (began.isBefore(dispatch.expiresAt()) && began.isBefore(waiting.due())) return waiting;
    Round round = waiting.round();
    boolean paced = waiting.paced();
    while (round.turn() < asked.size()) {
      Sender sender = asked.get(round.turn());
      Instant now = clock.instant(); // the provider before may have taken its time
      if (!now.isBefore(dispatch.expiresAt())) {
        sender.spared("expired");
        return new Decided(sender.provider(), SendReport.expired(), round.tries(), now);
      }
      Duration waitMax = round.turn() < asked.size() - 1 ? WAIT_MAX : Duration.between(now, dispatch.expiresAt());
      switch (sender.ask(dispatch, paced, waitMax)) {
        case Turn.NotYet(Instant moment) -> {
          return new Waiting(round, moment, true);
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

  private Progress decided(Said said, Round round, OpenDispatch dispatch) {
    Instant now = clock.instant();
    return switch (rules.next(said.outcome(), round.number(), dispatch.expiresAt(), now)) {
      case Next.RetryAt(Instant at) -> new Waiting(round.again(), at, false);
      case Next.Report(SendReport report) -> new Decided(said.provider(), report, round.tries(), now);
    };
  }
}
