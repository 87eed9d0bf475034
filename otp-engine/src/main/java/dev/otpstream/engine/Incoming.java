package dev.otpstream.engine;

import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.EventType;
import dev.otpstream.engine.core.Hook;
import dev.otpstream.engine.core.Reason;
import dev.otpstream.engine.core.RouteStep;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.StatusType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns records into the commands of the rules, and refuses those that say impossible things. */
final class Incoming {
  private static final int ROUTE_MAX = 8;
  private static final int CODE_LENGTH_MIN = 4;
  private static final int CODE_LENGTH_MAX = 10;
  private static final Duration LIFETIME_MAX = Duration.ofDays(7);

  private Incoming() {}

  /** A record that can be read and yet makes no sense. */
  static final class Nonsense extends Exception {
    private static final long serialVersionUID = 1L;

    Nonsense(String what) {
      super(what);
    }
  }

  static Command.Send send(OtpCommand command, Send send, String routingKey, long id, Sealing sealing)
      throws Nonsense {
    check(send);
    return new Command.Send(id, command.getAccountId(), routingKey, send.getPurpose(),
        Sealing.sealed(send.getRecipient()), send.getRecipientToken(), send.getRecipientMasked(), route(send),
        Optional.ofNullable(send.getCode()).map(code -> sealing.mint(code, id)),
        send.getCode() == null || send.getCode().getReplaceActive(),
        send.getCode() != null && send.getCode().getCoolDown(), Duration.ofMillis(send.getLifetimeMs()),
        Optional.ofNullable(send.getCallerReference()), Optional.ofNullable(send.getReference()),
        Optional.ofNullable(send.getHook())
            .map(hook -> new Hook(hook.getFormat(), Sealing.sealed(hook.getUrl()), hook.getEvents().stream()
                .filter(type -> type != StatusType.OTHER).map(type -> EventType.valueOf(type.name()))
                .collect(Collectors.toUnmodifiableSet()))));
  }

  private static void check(Send send) throws Nonsense {
    require(!send.getRoute().isEmpty() && send.getRoute().size() <= ROUTE_MAX, "route of an impossible length");
    for (var step : send.getRoute()) {
      require(Outbox.hasChannel(step.getChannel()), "channel without a topic");
      require(step.getReceiptTimeoutMs() >= 0, "negative receipt timeout");
    }
    require(send.getLifetimeMs() > 0 && send.getLifetimeMs() <= LIFETIME_MAX.toMillis(), "impossible lifetime");
    OurCode code = send.getCode();
    if (code == null) return;
    require(code.getLength() >= CODE_LENGTH_MIN && code.getLength() <= CODE_LENGTH_MAX, "impossible code length");
    require(code.getAlphabet() >= 1 && code.getAlphabet() <= 7, "impossible code alphabet");
    require(code.getAttemptsAllowed() >= 1 && code.getAttemptsAllowed() <= 100, "impossible number of attempts");
  }

  private static void require(boolean sane, String otherwise) throws Nonsense {
    if (!sane) throw new Nonsense(otherwise);
  }

  private static List<RouteStep> route(Send send) {
    return send.getRoute().stream()
        .map(step -> new RouteStep(step.getChannel(), Duration.ofMillis(step.getReceiptTimeoutMs()),
            Optional.ofNullable(step.getText()).map(Sealing::sealed), Optional.ofNullable(step.getSender())))
        .toList();
  }

  /** Empty for an outcome that only a newer engine knows. */
  static Optional<Command.Report> report(DeliveryResult result, int dispatch) {
    if (result.getOutcome() == DeliveryOutcome.OTHER) return Optional.empty();
    return Optional.of(new Command.Report(dispatch, Command.Outcome.valueOf(result.getOutcome().name()),
        result.getProvider(), Optional.ofNullable(result.getReason()).map(reason -> Reason.valueOf(reason.name())),
        Optional.ofNullable(result.getProviderCode()),
        result.getOutcome() == DeliveryOutcome.SENT ? result.getReferences() : List.of(), result.getParts()));
  }
}
