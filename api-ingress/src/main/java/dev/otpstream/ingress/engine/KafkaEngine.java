package dev.otpstream.ingress.engine;

import dev.otpstream.ingress.engine.CommandGateway.Outcome;
import dev.otpstream.schemas.CancelAnswer;
import dev.otpstream.schemas.ConsentAnswer;
import dev.otpstream.schemas.ErasureAnswer;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.UnknownMessage;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/** Puts orders into the log's words and replies into ours. */
final class KafkaEngine implements Engine, Erasure {
  private static final EngineAway AWAY = new EngineAway();
  private final Orders orders;
  private final CommandGateway gateway;

  KafkaEngine(Orders orders, CommandGateway gateway) {
    this.orders = orders;
    this.gateway = gateway;
  }

  @Override public CompletableFuture<SendReply> send(String accountId, SendOrder order) {
    return gateway.ask(orders.send(accountId, order)).thenApply(outcome -> switch (outcome) {
      case Outcome.Away _ -> AWAY;
      case Outcome.Replied(SendAccepted accepted) -> new SendReply.Accepted(accepted.getMessageId(),
          accepted.getChannel(), accepted.getNextSendAt());
      case Outcome.Replied(SendRefused refused) -> new SendReply.Refused(refused.getRefusal(),
          Duration.ofMillis(refused.getRetryAfterMs()));
      case Outcome.Replied(SpecificRecord other) -> throw notAnAnswer(other);
    });
  }

  @Override public CompletableFuture<VerifyReply> verify(String accountId, VerifyOrder order) {
    if (order.target() instanceof Target.ByMessage(long id) && !orders.isOurs(id))
      return CompletableFuture.completedFuture(
          new VerifyReply.Judged(VerifyOutcome.UNKNOWN_MESSAGE, 0, Duration.ZERO));
    return gateway.ask(orders.verify(accountId, order)).thenApply(outcome -> switch (outcome) {
      case Outcome.Away _ -> AWAY;
      case Outcome.Replied(VerifyAnswer answer) -> new VerifyReply.Judged(answer.getOutcome(),
          answer.getAttemptsLeft(), Duration.ofMillis(answer.getRetryAfterMs()));
      case Outcome.Replied(UnknownMessage _) -> new VerifyReply.Judged(VerifyOutcome.UNKNOWN_MESSAGE, 0, Duration.ZERO);
      case Outcome.Replied(SpecificRecord other) -> throw notAnAnswer(other);
    });
  }

  @Override public CompletableFuture<CancelReply> cancel(String accountId, Target target) {
    if (target instanceof Target.ByMessage(long id) && !orders.isOurs(id))
      return CompletableFuture.completedFuture(new CancelReply.Unknown());
    return gateway.ask(orders.cancel(accountId, target)).thenApply(outcome -> switch (outcome) {
      case Outcome.Away _ -> AWAY;
      case Outcome.Replied(CancelAnswer answer) -> new CancelReply.Found(answer.getCancelled(),
          answer.getMessageId() == null ? OptionalLong.empty() : OptionalLong.of(answer.getMessageId()),
          answer.getState());
      case Outcome.Replied(UnknownMessage _) -> new CancelReply.Unknown();
      case Outcome.Replied(SpecificRecord other) -> throw notAnAnswer(other);
    });
  }

  @Override public CompletableFuture<StatusReply> status(String accountId, StatusQuestion question) {
    if (nowhere(question)) return CompletableFuture.completedFuture(new StatusReply.Unknown());
    return gateway.ask(orders.query(accountId, question)).thenApply(outcome -> switch (outcome) {
      case Outcome.Away _ -> AWAY;
      case Outcome.Replied(StatusAnswer answer) -> new StatusReply.Found(answer);
      case Outcome.Replied(UnknownMessage _) -> new StatusReply.Unknown();
      case Outcome.Replied(SpecificRecord other) -> throw notAnAnswer(other);
    });
  }

  @Override public CompletableFuture<ConsentReply> requestConsent(String accountId, ConsentOrder order) {
    return gateway.ask(orders.requestConsent(accountId, order)).thenApply(KafkaEngine::consentReply);
  }

  @Override public CompletableFuture<ConsentReply> consent(String accountId, String requestId) {
    return gateway.ask(orders.queryConsent(accountId, requestId)).thenApply(KafkaEngine::consentReply);
  }

  @Override public CompletableFuture<ErasureReply> erase(String accountId, UUID subscriberId) {
    return gateway.ask(orders.erase(accountId, subscriberId)).thenApply(outcome -> switch (outcome) {
      case Outcome.Away _ -> AWAY;
      case Outcome.Replied(ErasureAnswer answer) -> new ErasureReply.Erased(answer.getKnown());
      case Outcome.Replied(SpecificRecord other) -> throw notAnAnswer(other);
    });
  }

  private static ConsentReply consentReply(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Away _ -> AWAY;
      case Outcome.Replied(ConsentAnswer answer) -> new ConsentReply.Standing(answer.getRequestId(), answer.getState(),
          Optional.ofNullable(answer.getSubscriberId()), Optional.ofNullable(answer.getChannel()));
      case Outcome.Replied(SendRefused refused) when refused.getRefusal() == Refusal.IDEMPOTENCY_CONFLICT ->
        new ConsentReply.Conflict();
      case Outcome.Replied(SpecificRecord other) -> throw notAnAnswer(other);
    };
  }

  private boolean nowhere(StatusQuestion question) {
    return switch (question) {
      case StatusQuestion.OfMessage(long id) -> !orders.isOurs(id);
      case StatusQuestion.History(long id) -> !orders.isOurs(id);
      case StatusQuestion.OfCallerId _,StatusQuestion.HistoryOfCallerId _ -> false;
    };
  }

  private static IllegalStateException notAnAnswer(SpecificRecord reply) {
    return new IllegalStateException("the engine answered with " + reply.getSchema().getName());
  }
}
