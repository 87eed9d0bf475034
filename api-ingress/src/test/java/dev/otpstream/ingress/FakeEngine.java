package dev.otpstream.ingress;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** An engine that remembers what it was asked and answers as told. */
public final class FakeEngine implements Engine {
  public static final long FIRST_ID = 123_456_789L;
  public static final Instant NEXT_SEND = Instant.parse("2026-01-02T03:05:05Z");
  public final List<SendOrder> sends = new ArrayList<>();
  public final List<VerifyOrder> verifies = new ArrayList<>();
  public final List<Target> cancels = new ArrayList<>();
  public final List<StatusQuestion> questions = new ArrayList<>();
  public final List<ConsentOrder> consents = new ArrayList<>();
  public final List<String> requestIds = new ArrayList<>();
  public final List<String> accounts = new ArrayList<>();
  private Function<SendOrder, SendReply> toSend = _ -> accepted();
  private VerifyReply toVerify = new EngineAway();
  private CancelReply toCancel = new CancelReply.Unknown();
  private StatusReply toStatus = new StatusReply.Unknown();
  private ConsentReply toConsent = new EngineAway();

  /** The reply to a send that is accepted. Ids go up by one. */
  public SendReply.Accepted accepted() {
    return new SendReply.Accepted(FIRST_ID + sends.size() - 1, "telegram", NEXT_SEND);
  }

  public FakeEngine onSend(Function<SendOrder, SendReply> reply) {
    toSend = reply;
    return this;
  }

  public FakeEngine onVerify(VerifyReply reply) {
    toVerify = reply;
    return this;
  }

  public FakeEngine onCancel(CancelReply reply) {
    toCancel = reply;
    return this;
  }

  public FakeEngine onStatus(StatusReply reply) {
    toStatus = reply;
    return this;
  }

  public FakeEngine onConsent(ConsentReply reply) {
    toConsent = reply;
    return this;
  }

  @Override public CompletableFuture<SendReply> send(String accountId, SendOrder order) {
    accounts.add(accountId);
    sends.add(order);
    return CompletableFuture.completedFuture(toSend.apply(order));
  }

  @Override public CompletableFuture<VerifyReply> verify(String accountId, VerifyOrder order) {
    accounts.add(accountId);
    verifies.add(order);
    return CompletableFuture.completedFuture(toVerify);
  }

  @Override public CompletableFuture<CancelReply> cancel(String accountId, Target target) {
    accounts.add(accountId);
    cancels.add(target);
    return CompletableFuture.completedFuture(toCancel);
  }

  @Override public CompletableFuture<ConsentReply> requestConsent(String accountId, ConsentOrder order) {
    accounts.add(accountId);
    consents.add(order);
    return CompletableFuture.completedFuture(toConsent);
  }

  @Override public CompletableFuture<ConsentReply> consent(String accountId, String requestId) {
    accounts.add(accountId);
    requestIds.add(requestId);
    return CompletableFuture.completedFuture(toConsent);
  }

  @Override public CompletableFuture<StatusReply> status(String accountId, StatusQuestion question) {
    accounts.add(accountId);
    questions.add(question);
    return CompletableFuture.completedFuture(toStatus);
  }
}
