package dev.otpstream.engine.core;

import dev.otpstream.engine.core.Command.Outcome;
import java.util.Optional;

/**
 * Which messages are taken back: those on their way by a channel that is not needed any more. Whoever has entered the code
 * has seen the newest one; what expires is the provider's own business.
 */
final class Revocations {
  private Revocations() {}

  /** The current channel is not needed any more. What was delivered cannot be taken back. */
  static void ofCurrent(Message.Live live, Changes changes) {
    int dispatch = live.dispatch();
    Message.Handle handle = live.handles().get(dispatch);
    if (handle != null && live.progress(dispatch) == Progress.SENT)
      changes.effect(new Effect.Revoke(live.facts().id(), dispatch, live.channel(), handle));
  }

  /** Only now it turns out that a dispatch was sent. */
  static Optional<Effect> late(Message message, Command.Report report) {
    boolean needed = switch (message) {
      case Message.Live live -> report.dispatch() == live.dispatch();
      case Message.Ended ended -> ended.state() != State.CANCELLED && report.dispatch() == ended.dispatch();
    };
    if (needed || report.outcome() != Outcome.SENT) return Optional.empty();
    return message.history().stream()
        .filter(event -> event.type() == EventType.DISPATCHED && event.dispatch() == report.dispatch()).findFirst()
        .flatMap(ordered -> report.handle().map(name -> new Effect.Revoke(message.facts().id(), report.dispatch(),
            ordered.channel().orElseThrow(), new Message.Handle(report.provider(), name))));
  }
}
