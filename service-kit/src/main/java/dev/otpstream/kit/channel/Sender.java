package dev.otpstream.kit.channel;

import dev.otpstream.kit.channel.Ledger.Progress;
import dev.otpstream.schemas.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Takes one dispatch a step further: asks the provider if it is time, and decides what follows. Thread-safe. */
final class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  /** A provider's word may be wrong; after this we ask again, whatever it said. */
  static final Duration PAUSE_MAX = Duration.ofMinutes(5);
  /** Refusals that say nothing against us: wrong numbers and the like are daily business. */
  private static final Set<Reason> USUAL = EnumSet.of(Reason.RECIPIENT_INVALID, Reason.RECIPIENT_UNREACHABLE,
      Reason.RECIPIENT_BLOCKED);

  private final Channel channel;
  private final SendRules rules;
  private final Pace pace;
  private final SendMeters meters;
  private final Clock clock;
  private Circuit circuit = Circuit.CLOSED;

  Sender(Channel channel, WorkerConfig config, SendMeters meters, Clock clock) {
    this.channel = channel;
    this.rules = new SendRules(config.retryWaits());
    this.pace = new Pace(config.rateMax());
    this.meters = meters;
    this.clock = clock;
  }

  /** @return where the dispatch stands now: {@link Progress.Waiting} or {@link Progress.Decided} */
  Progress advance(OpenDispatch dispatch, Progress.Waiting waiting) {
    Instant now = clock.instant();
    if (!now.isBefore(dispatch.expiresAt())) return spared("expired", SendReport.expired(), waiting, now);
    if (now.isBefore(waiting.due())) return waiting;
    if (circuit().refuses(now)) return refused("circuit_open", Reason.PROVIDER_UNAVAILABLE, waiting, now);
    if (!waiting.paced()) {
      Instant moment = pace.reserve(now, dispatch.expiresAt());
      if (!moment.isBefore(dispatch.expiresAt()))
        return refused("rate_limited", Reason.PROVIDER_THROTTLED, waiting, now);
      if (moment.isAfter(now)) return new Progress.Waiting(waiting.tries(), moment, true);
    }
    if (!passes(now)) return refused("circuit_open", Reason.PROVIDER_UNAVAILABLE, waiting, now);
    return sent(dispatch, waiting.tries() + 1);
  }

  private Progress sent(OpenDispatch dispatch, int tries) {
    SendOutcome outcome = send(dispatch);
    Instant now = clock.instant();
    learn(outcome, now);
    log(dispatch, outcome, tries);
    return switch (rules.next(outcome, tries, dispatch.expiresAt(), now)) {
      case Next.RetryAt(Instant at) -> new Progress.Waiting(tries, at, false);
      case Next.Report(SendReport report) -> new Progress.Decided(report, tries, now);
    };
  }

  private SendOutcome send(OpenDispatch dispatch) {
    Instant began = clock.instant();
    meters.began(Duration.between(dispatch.acceptedAt(), began));
    SendOutcome outcome = new SendOutcome.Unclear("the adapter failed");
    try {
      outcome = channel.send(dispatch);
    } catch (InterruptedException _) {
      // The worker is stopping and has a moment left to report; the message may be out.
      outcome = new SendOutcome.Unclear("interrupted");
    } catch (RuntimeException | Error e) {
      // A bug. Nobody knows how far it came, so it is not tried again. The message may quote the dispatch: class only.
      LOG.atError().addKeyValue("messageId", dispatch.messageId()).addKeyValue("dispatch", dispatch.dispatch())
          .addKeyValue("channel", channel.name()).addKeyValue("exception", e.getClass().getName())
          .addKeyValue("at", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString())
          .log("adapter failed");
    } finally {
      meters.ended(outcome, Duration.between(began, clock.instant()));
    }
    return outcome;
  }

  private void learn(SendOutcome outcome, Instant now) {
    if (outcome instanceof SendOutcome.Throttled(Duration retryAfter))
      pace.pauseUntil(now.plus(retryAfter.compareTo(PAUSE_MAX) < 0 ? retryAfter : PAUSE_MAX));
    boolean opened;
    synchronized (this) {
      boolean wasOpen = circuit.isOpen();
      circuit = circuit.after(outcome, now);
      opened = circuit.isOpen() && !wasOpen;
    }
    if (opened)
      LOG.atWarn().addKeyValue("channel", channel.name()).addKeyValue("provider", channel.provider())
          .log("circuit opened");
  }

  private synchronized Circuit circuit() {
    return circuit;
  }

  private synchronized boolean passes(Instant now) {
    if (circuit.refuses(now)) return false;
    circuit = circuit.passed(now);
    return true;
  }

  private Progress refused(String outcome, Reason reason, Progress.Waiting waiting, Instant now) {
    return spared(outcome, SendReport.refused(reason, null), waiting, now);
  }

  private Progress spared(String outcome, SendReport report, Progress.Waiting waiting, Instant now) {
    meters.spared(outcome);
    return new Progress.Decided(report, waiting.tries(), now);
  }

  private void log(OpenDispatch dispatch, SendOutcome outcome, int tries) {
    LoggingEventBuilder event = switch (outcome) {
      case SendOutcome.Accepted _ -> LOG.atDebug();
      case SendOutcome.Rejected(Reason reason, String code) ->
        (USUAL.contains(reason) ? LOG.atDebug() : LOG.atWarn()).addKeyValue("reason", reason)
            .addKeyValue("providerCode", code);
      case SendOutcome.Throttled(Duration retryAfter) -> LOG.atWarn().addKeyValue("retryAfter", retryAfter);
      case SendOutcome.Unavailable(String detail) -> LOG.atWarn().addKeyValue("detail", detail);
      case SendOutcome.Unclear(String detail) -> LOG.atWarn().addKeyValue("detail", detail);
    };
    event.addKeyValue("messageId", dispatch.messageId()).addKeyValue("dispatch", dispatch.dispatch())
        .addKeyValue("channel", channel.name()).addKeyValue("tries", tries)
        .addKeyValue("outcome", outcome.getClass().getSimpleName()).log("dispatch sent to provider");
  }
}
