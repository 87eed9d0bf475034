package dev.otpstream.kit.channel;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.observe.Hop;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.observe.Tracing;
import dev.otpstream.schemas.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One provider of a channel, as the worker asks it: when it may be, and what is learnt from each answer. Thread-safe. */
final class Sender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  /** A provider's word may be wrong; after this we ask again, whatever it said. */
  static final Duration PAUSE_MAX = Duration.ofMinutes(5);
  /** Refusals that say nothing against us: wrong numbers and the like are daily business. */
  private static final Set<Reason> USUAL = EnumSet.of(Reason.RECIPIENT_INVALID, Reason.RECIPIENT_UNREACHABLE,
      Reason.RECIPIENT_BLOCKED);

  private final Channel channel;
  private final String scope;
  private final Pace pace;
  private final SendMeters meters;
  private final Clock clock;
  private Circuit circuit = Circuit.CLOSED;

  /** What came of turning to the provider. */
  sealed interface Turn {
    /** It was called, and said this. */
    record Called(SendOutcome outcome) implements Turn {}

    /** It was not called; this is what it would say. */
    record Spared(SendOutcome outcome) implements Turn {}

    /** It may be called at this moment, which belongs to the dispatch. */
    record NotYet(Instant moment) implements Turn {}

    /** It was not called, because Kafka did not take the claim. */
    record Unclaimed() implements Turn {}

    /** It was not called, because the code died meanwhile. */
    record Late() implements Turn {}
  }

  Sender(Channel channel, WorkerConfig config, SendMeters meters, Clock clock) {
    this.channel = channel;
    this.scope = "channel-" + channel.name();
    this.pace = new Pace(config.rateMax());
    this.meters = meters;
    this.clock = clock;
  }

  String provider() {
    return channel.provider();
  }

  /**
   * Hands the dispatch to the provider, if it may be asked now.
   *
   * @param paced   whether this is the moment that an earlier call gave
   * @param waitMax a longer wait for such a moment is none
   * @param claim   is taken before the call
   */
  Turn ask(OpenDispatch dispatch, boolean paced, Duration waitMax, OwnClaim claim) {
    Instant now = clock.instant();
    if (circuit().refuses(now)) return avoided();
    if (!paced) {
      Instant tooLate = now.plus(waitMax);
      Instant moment = pace.reserve(now, tooLate);
      if (!moment.isBefore(tooLate)) {
        spared("rate_limited");
        return new Turn.Spared(new SendOutcome.Throttled(Duration.between(now, moment)));
      }
      if (moment.isAfter(now)) return new Turn.NotYet(moment);
    }
    if (!claim.take()) return new Turn.Unclaimed();
    Instant claimed = clock.instant(); // Kafka may have taken its time
    if (!claimed.isBefore(dispatch.expiresAt())) return new Turn.Late();
    return passes(claimed) ? new Turn.Called(send(dispatch)) : avoided();
  }

  /** Counts a dispatch that was not handed to it. */
  void spared(String why) {
    meters.spared(why);
  }

  private Turn avoided() {
    spared("circuit_open");
    return new Turn.Spared(new SendOutcome.Rejected(Reason.PROVIDER_UNAVAILABLE, null));
  }

  private SendOutcome send(OpenDispatch dispatch) {
    SendOutcome outcome;
    try (Hop hop = Tracing.begin(Tracing.Kind.ASK, scope, channel.provider(), Trace.current())) {
      outcome = call(dispatch);
      hop.with("otp.outcome", outcome.getClass().getSimpleName());
    }
    learn(outcome, clock.instant());
    log(dispatch, outcome);
    return outcome;
  }

  private SendOutcome call(OpenDispatch dispatch) {
    Instant began = clock.instant();
    meters.began(Duration.between(dispatch.acceptedAt(), began));
    SendOutcome outcome = new SendOutcome.Unclear("the adapter failed");
    try {
      CrashPoint.WORKER_BEFORE_PROVIDER.pass();
      outcome = channel.send(dispatch);
      CrashPoint.WORKER_AFTER_PROVIDER.pass();
    } catch (InterruptedException _) {
      // The worker is stopping and has a moment left to report; the message may be out.
      outcome = new SendOutcome.Unclear("interrupted");
    } catch (RuntimeException | Error e) {
      // A bug. Nobody knows how far it came, so it is not tried again. The message may quote the dispatch: class only.
      LOG.atError().addKeyValue("messageId", dispatch.messageId()).addKeyValue("dispatch", dispatch.dispatch())
          .addKeyValue("channel", channel.name()).addKeyValue("exception", e.getClass().getName())
          .addKeyValue("where", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString())
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

  private void log(OpenDispatch dispatch, SendOutcome outcome) {
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
        .addKeyValue("channel", channel.name()).addKeyValue("provider", channel.provider())
        .addKeyValue("outcome", outcome.getClass().getSimpleName()).log("dispatch sent to provider");
  }

  @Override public void close() {
    channel.close();
    meters.close();
  }
}
