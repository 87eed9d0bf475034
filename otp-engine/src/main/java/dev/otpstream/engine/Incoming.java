package dev.otpstream.engine;

import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.EventType;
import dev.otpstream.engine.core.Hook;
import dev.otpstream.engine.core.Reason;
import dev.otpstream.engine.core.RouteStep;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.StatusType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns records into the commands of the rules. */
final class Incoming {
  private Incoming() {}

  static Command.Send send(OtpCommand command, Send send, String routingKey, long id, Sealing sealing)
      throws Nonsense {
    Sanity.check(send);
    return new Command.Send(id, command.getAccountId(), routingKey, send.getPurpose(),
        Sealing.sealed(send.getRecipient()), send.getRecipientToken(), send.getRecipientMasked(), route(send),
        Optional.ofNullable(send.getCode()).map(code -> sealing.mint(code, id)),
        send.getCode() == null || send.getCode().getReplaceActive(),
        send.getCode() != null && send.getCode().getCoolDown(), Duration.ofMillis(send.getLifetimeMs()),
        Optional.ofNullable(send.getCallerReference()), Optional.ofNullable(send.getReference()),
        send.getHooks().stream().map(Incoming::hook).toList(), Optional.empty(), trace());
  }

  /** Kept with the message, for what happens to it when nobody is there whose trace it could belong to. */
  static Optional<String> trace() {
    Trace trace = Trace.current();
    return trace.isNone() ? Optional.empty() : Optional.of(trace.parent());
  }

  private static List<RouteStep> route(Send send) {
    return send.getRoute().stream().map(Incoming::step).toList();
  }

  static RouteStep step(dev.otpstream.schemas.RouteStep step) {
    return new RouteStep(step.getChannel(), Duration.ofMillis(step.getReceiptTimeoutMs()),
        Optional.of(step.getVerifyTimeoutMs()).filter(wait -> wait > 0).map(Duration::ofMillis),
        Optional.ofNullable(step.getText()).map(Sealing::sealed), Optional.ofNullable(step.getSender()));
  }

  /** Events that only a newer engine tells of are left out. */
  static Hook hook(dev.otpstream.schemas.Hook hook) {
    return new Hook(hook.getFormat(), Sealing.sealed(hook.getUrl()),
        hook.getEvents().stream().filter(type -> type != StatusType.OTHER)
            .map(type -> EventType.valueOf(type.name())).collect(Collectors.toUnmodifiableSet()),
        hook.getEndpoint(), hook.getNotes());
  }

  /** Empty for an outcome that only a newer engine knows. */
  static Optional<Command.Report> report(DeliveryResult result, int dispatch) {
    if (result.getOutcome() == DeliveryOutcome.OTHER) return Optional.empty();
    return Optional.of(new Command.Report(dispatch, Command.Outcome.valueOf(result.getOutcome().name()),
        result.getProvider(), Optional.ofNullable(result.getReason()).map(reason -> Reason.valueOf(reason.name())),
        Optional.ofNullable(result.getProviderCode()),
        result.getOutcome() == DeliveryOutcome.SENT ? result.getReferences() : List.of(), result.getParts(),
        Optional.ofNullable(result.getHandle())));
  }
}
