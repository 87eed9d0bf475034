package dev.otpstream.micro;

import dev.otpstream.ingress.engine.CancelReply;
import dev.otpstream.ingress.engine.ConsentOrder;
import dev.otpstream.ingress.engine.ConsentReply;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.engine.StatusQuestion;
import dev.otpstream.ingress.engine.StatusReply;
import dev.otpstream.ingress.engine.Target;
import dev.otpstream.ingress.engine.VerifyOrder;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.schemas.VerifyOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** An engine that accepts and verifies everything at once. */
final class StillEngine implements Engine {
  private static final SendReply ACCEPTED = new SendReply.Accepted(1_049_601L, "telegram",
      Instant.parse("2026-01-02T03:05:05Z"));
  private static final VerifyReply VERIFIED = new VerifyReply.Judged(VerifyOutcome.VERIFIED, 4, Duration.ZERO);

  @Override public CompletableFuture<SendReply> send(String accountId, SendOrder order) {
    return CompletableFuture.completedFuture(ACCEPTED);
  }

  @Override public CompletableFuture<VerifyReply> verify(String accountId, VerifyOrder order) {
    return CompletableFuture.completedFuture(VERIFIED);
  }

  @Override public CompletableFuture<CancelReply> cancel(String accountId, Target target) {
    return CompletableFuture.completedFuture(new EngineAway());
  }

  @Override public CompletableFuture<StatusReply> status(String accountId, StatusQuestion question) {
    return CompletableFuture.completedFuture(new EngineAway());
  }

  @Override public CompletableFuture<ConsentReply> requestConsent(String accountId, ConsentOrder order) {
    return CompletableFuture.completedFuture(new EngineAway());
  }

  @Override public CompletableFuture<ConsentReply> consent(String accountId, String requestId) {
    return CompletableFuture.completedFuture(new EngineAway());
  }
}
