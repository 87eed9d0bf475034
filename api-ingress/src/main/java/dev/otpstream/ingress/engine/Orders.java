package dev.otpstream.ingress.engine;

import dev.otpstream.ingress.front.ChatAddress;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.ingress.front.Recipient;
import dev.otpstream.schemas.Cancel;
import dev.otpstream.schemas.EraseSubscriber;
import dev.otpstream.schemas.Hook;
import dev.otpstream.schemas.Idempotency;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.Query;
import dev.otpstream.schemas.QueryConsent;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SubscriberIds;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/** Seals and addresses orders. What is readable here is sealed or a keyed digest behind it. */
final class Orders {
  private final Keys keys;
  private final int partitions;
  private final RouteTiming timing;
  private final RequestIds requestIds;

  /** @param partitions how many partitions the engine's topics have */
  Orders(Keys keys, int partitions, RouteTiming timing) {
    this.keys = keys;
    this.partitions = partitions;
    this.timing = timing;
    this.requestIds = new RequestIds(keys);
  }

  Order send(String accountId, SendOrder order) {
    String token = recipientToken(accountId, order.recipient());
    var body = Send.newBuilder().setPurpose(order.purpose())
        .setRecipient(sealed(order.recipient().address(), Contexts.recipient(accountId))).setRecipientToken(token)
        .setRecipientMasked(order.recipient().masked())
        .setCode(order.code().map(Orders::ourCode).orElse(null))
        .setRoute(route(accountId, order.route(), order.lifetime()))
        .setLifetimeMs(order.lifetime().toMillis())
        .setCallerReference(order.callerId().map(CallerId::jsonText).orElse(null))
        .setReference(order.callerId().map(id -> reference(accountId, id)).orElse(null))
        .setHooks(hooks(accountId, order.hooks())).build();
    return byHash(accountId, Topics.routingKey(accountId, token),
        order.once().map(once -> idempotency(accountId, once)).orElse(null), body);
  }

  Order verify(String accountId, VerifyOrder order) {
    ByteBuffer guess = sealed(order.guess(), Contexts.guess(accountId));
    Idempotency once = order.once().map(promise -> idempotency(accountId, promise)).orElse(null);
    return switch (order.target()) {
      case Target.ByRecipient(var recipient, var purpose) -> byHash(accountId,
          routingKey(accountId, recipient), once,
          Verify.newBuilder().setMessageId(null).setPurpose(purpose).setGuess(guess).build());
      case Target.ByMessage(long id) -> byMessage(accountId, id, once,
          Verify.newBuilder().setMessageId(id).setPurpose("").setGuess(guess).build());
    };
  }

  Order cancel(String accountId, Target target) {
    return switch (target) {
      case Target.ByRecipient(var recipient, var purpose) -> byHash(accountId,
          routingKey(accountId, recipient), null,
          Cancel.newBuilder().setMessageId(null).setPurpose(purpose).build());
      case Target.ByMessage(long id) -> byMessage(accountId, id, null,
          Cancel.newBuilder().setMessageId(id).setPurpose("").build());
    };
  }

  Order query(String accountId, StatusQuestion question) {
    var query = Query.newBuilder().setMessageId(null).setReference(null);
    return switch (question) {
      case StatusQuestion.OfMessage(long id) -> byMessage(accountId, id, null, query.setMessageId(id).build());
      case StatusQuestion.History(long id) -> byMessage(accountId, id, null,
          query.setMessageId(id).setHistory(true).setAnyAccount(true).build());
      case StatusQuestion.OfCallerId(CallerId id) -> queryByName(accountId, id, query);
      case StatusQuestion.HistoryOfCallerId(CallerId id) -> queryByName(accountId, id, query.setHistory(true));
    };
  }

  private Order queryByName(String accountId, CallerId id, Query.Builder query) {
    String reference = reference(accountId, id);
    return byHash(accountId, reference, null, query.setReference(reference).build());
  }

  Order requestConsent(String accountId, ConsentOrder order) {
    String requestId = order.once().map(once -> requestIds.of(accountId, once)).orElseGet(requestIds::random);
    var body = RequestConsent.newBuilder().setRequestId(requestId).setPurpose(order.purpose())
        .setCode(ourCode(order.code()))
        .setChannels(route(accountId, order.channels(), order.codeLifetime()))
        .setCodeLifetimeMs(order.codeLifetime().toMillis()).setLinkLifetimeMs(order.linkLifetime().toMillis())
        .setHooks(hooks(accountId, order.hooks())).build();
    return byHash(accountId, requestId, order.once().map(once -> idempotency(accountId, once)).orElse(null), body);
  }

  Order queryConsent(String accountId, String requestId) {
    return byHash(accountId, requestId, null, new QueryConsent(requestId));
  }

  Order erase(String accountId, UUID subscriberId) {
    String key = Topics.routingKey(accountId, SubscriberIds.recipientToken(keys, accountId, subscriberId));
    return byHash(accountId, key, null, new EraseSubscriber(subscriberId.toString()));
  }

  /** Whether an id names a partition that exists; any other id belongs to nobody. */
  boolean isOurs(long messageId) {
    return MessageIds.isValid(messageId) && MessageIds.partitionOf(messageId) < partitions;
  }

  private Order byHash(String accountId, String key, Idempotency once, SpecificRecord body) {
    return new Order(accountId, key, Topics.enginePartition(key, partitions), once, body);
  }

  private static Order byMessage(String accountId, long id, Idempotency once, SpecificRecord body) {
    return new Order(accountId, Long.toString(id), MessageIds.partitionOf(id), once, body);
  }

  private String routingKey(String accountId, Recipient recipient) {
    return Topics.routingKey(accountId, recipientToken(accountId, recipient));
  }

  private String recipientToken(String accountId, Recipient recipient) {
    return switch (recipient) {
      case Phone phone -> keys.token(phone.e164(), "recipient/" + accountId);
      case ChatAddress chat -> SubscriberIds.recipientToken(keys, accountId, chat.subscriberId());
    };
  }

  private String reference(String accountId, CallerId id) {
    return "caller/" + accountId + "/" + keys.token(id.jsonText(), "reference/" + id.front() + "/" + accountId);
  }

  private Idempotency idempotency(String accountId, Once once) {
    String scope = accountId + "/" + once.scope();
    return new Idempotency(keys.token(once.key(), "idempotency/" + scope),
        keys.token(once.request(), "fingerprint/" + scope), once.lifetime().toMillis());
  }

  /** No channel takes more than its even share of the message's life, so that each gets its turn. */
  private List<RouteStep> route(String accountId, List<SendOrder.Step> steps, Duration lifetime) {
    long shareMs = lifetime.toMillis() / steps.size();
    return steps.stream().map(step -> step(accountId, step, shareMs)).toList();
  }

  private RouteStep step(String accountId, SendOrder.Step step, long timeoutMaxMs) {
    long timeoutMs = Math.min(timing.receiptTimeout(step.channel()).toMillis(), timeoutMaxMs);
    return new RouteStep(step.channel(), timeoutMs,
        step.text().map(text -> sealed(text, Contexts.text(accountId))).orElse(null), step.sender().orElse(null),
        step.verifyTimeout().orElseGet(() -> timing.verifyTimeout(step.channel())).toMillis());
  }

  private List<Hook> hooks(String accountId, List<SendOrder.HookOrder> hooks) {
    return hooks.stream().map(hook -> hook(accountId, hook)).toList();
  }

  private Hook hook(String accountId, SendOrder.HookOrder hook) {
    return new Hook(hook.format(), sealed(hook.url(), Contexts.hook(accountId)), hook.events(), hook.endpoint(),
        hook.notes());
  }

  private static OurCode ourCode(SendOrder.NewCode code) {
    return new OurCode(code.length(), code.alphabet(), code.attemptsAllowed(), code.replaceActive(), code.coolDown());
  }

  private ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(keys.seal(text, context));
  }
}
