package dev.otpstream.engine;

import dev.otpstream.engine.core.Answer;
import dev.otpstream.engine.core.Choice;
import dev.otpstream.engine.core.Effect;
import dev.otpstream.engine.core.Event;
import dev.otpstream.engine.core.Message;
import dev.otpstream.schemas.CancelAnswer;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.RouteChoice;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.UnknownMessage;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.WebhookDue;
import java.util.List;
import java.util.Optional;

/** Turns what the rules decided into records. */
final class Outgoing {
  private Outgoing() {}

  /** @param history whether a standing tells everything that happened, too */
  static OtpReply reply(String commandId, Answer answer, boolean history) {
    return new OtpReply(commandId, switch (answer) {
      case Answer.Accepted a ->
        new SendAccepted(a.messageId(), a.channel(), a.expiresAt(), a.nextSendAt(), false);
      case Answer.Refused r -> new SendRefused(Refusal.valueOf(r.refusal().name()), r.retryAfter().toMillis());
      case Answer.Verified v -> new VerifyAnswer(VerifyOutcome.valueOf(v.verdict().name()),
          v.messageId() == 0 ? null : v.messageId(), v.attemptsLeft(), v.retryAfter().toMillis());
      case Answer.Cancelled c ->
        new CancelAnswer(c.cancelled(), c.messageId(), MessageState.valueOf(c.state().name()));
      case Answer.Standing s -> standing(s.message(), history);
      case Answer.Unknown _ -> new UnknownMessage();
    });
  }

  private static StatusAnswer standing(Message message, boolean history) {
    Message.Facts facts = message.facts();
    Optional<Message.Failure> failure = message.failure();
    return new StatusAnswer(facts.id(), MessageState.valueOf(message.state().name()), message.channel(),
        message.dispatch(), message.sequence(), failure.map(f -> Reason.valueOf(f.reason().name())).orElse(null),
        failure.flatMap(Message.Failure::providerCode).orElse(null), facts.recipientMasked(),
        facts.callerReference().orElse(null), facts.acceptedAt(), message.updatedAt(), facts.expiresAt(),
        history ? message.history().stream().map(event -> event(facts, event)).toList() : List.of());
  }

  static StatusEvent event(Message.Facts facts, Event event) {
    return new StatusEvent(event.messageId(), event.sequence(), StatusType.valueOf(event.type().name()),
        MessageState.valueOf(event.state().name()), event.at(), facts.accountId(), facts.purpose(),
        facts.recipientToken(), facts.recipientMasked(), event.channel().orElse(null), event.dispatch(),
        event.provider().orElse(null), event.reason().map(r -> Reason.valueOf(r.name())).orElse(null),
        event.providerCode().orElse(null), event.attemptsLeft() < 0 ? null : event.attemptsLeft(),
        facts.callerReference().orElse(null), event.parts(),
        event.choice().map(choice -> RouteChoice.valueOf(choice.why().name())).orElse(null),
        event.choice().map(Choice::skipped).orElse(List.of()));
  }

  static List<WebhookDue> hooks(Effect.Publish publish, StatusEvent told) {
    Event event = publish.event();
    return publish.facts().hooks().stream().filter(hook -> hook.events().contains(event.type()))
        .map(hook -> new WebhookDue(event.messageId() + "-" + event.sequence(), hook.format(),
            Sealing.buffer(hook.url()), told, hook.endpoint(), hook.notes(), Sealing.buffer(publish.recipient())))
        .toList();
  }

  static Dispatch dispatch(Message.Live message, int dispatch) {
    Message.Facts facts = message.facts();
    var step = message.step(dispatch);
    return new Dispatch(facts.id(), dispatch, facts.accountId(), step.channel(), Sealing.buffer(message.recipient()),
        facts.recipientMasked(), message.code().map(code -> Sealing.buffer(code.sealed())).orElse(null),
        step.text().map(Sealing::buffer).orElse(null), step.sender().orElse(null), facts.acceptedAt(),
        facts.expiresAt());
  }
}
