package dev.otpstream.engine;

import dev.otpstream.engine.Decider.Subject;
import dev.otpstream.engine.core.Answer;
import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.Decision;
import dev.otpstream.engine.core.Recipient;
import dev.otpstream.engine.state.SubscriberValue;
import dev.otpstream.schemas.Arrival;
import dev.otpstream.schemas.BotOrderKind;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.BotUpdateKind;
import dev.otpstream.schemas.ConsentOutcome;
import dev.otpstream.schemas.EndSubscription;
import dev.otpstream.schemas.EraseSubscriber;
import dev.otpstream.schemas.ErasureAnswer;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.Subscribed;
import dev.otpstream.schemas.Subscriber;
import dev.otpstream.schemas.SubscriberIds;
import dev.otpstream.schemas.SubscriptionStep;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Subscribers, in the partition of their routing key, where their codes are decided, too. */
final class Subscriptions {
  /** The note by which a hook's format tells who agreed. */
  private static final String SUBSCRIBER_ID = "subscriber_id";
  private final Stores stores;
  private final Outbox outbox;
  private final Decider decider;
  private final Sealing sealing;
  private final Keys keys;

  Subscriptions(Stores stores, Outbox outbox, Decider decider, Sealing sealing, Keys keys) {
    this.stores = stores;
    this.outbox = outbox;
    this.decider = decider;
    this.sealing = sealing;
    this.keys = keys;
  }

  /** The routing key of a messenger user as subscriber of an account. */
  static String key(Keys keys, String accountId, BotUpdate update) {
    return key(keys, accountId, SubscriberIds.of(keys, accountId, update.getChannel(), update.getUserToken()));
  }

  private static String key(Keys keys, String accountId, UUID subscriberId) {
    return Topics.routingKey(accountId, SubscriberIds.recipientToken(keys, accountId, subscriberId));
  }

  /** Somebody came by a link: who has not agreed is asked, who agrees is subscribed, and gets the code of the link. */
  void arrive(String key, Arrival arrival, Instant now) throws Unopenable, Nonsense {
    BotUpdate update = arrival.getUpdate();
    RequestConsent order = arrival.getOrder();
    SubscriberValue known = stores.subscribers.get(key);
    boolean active = known != null && known.getActive();
    if (!arrival.getConsented() && !active) {
      outbox.bot(update, BotOrderKind.ASK, arrival.getAccountId(), now);
    } else if (!arrival.getConsented()) { // agreed long ago
      outbox.update(order.getRequestId(), BotUpdate.newBuilder(update).setKind(BotUpdateKind.CONSENTED).build());
    } else {
      SubscriberValue subscriber = subscribe(key, arrival, known, now);
      if (order == null) outbox.bot(update, BotOrderKind.WELCOME, arrival.getAccountId(), now);
      else
        send(key, arrival, subscriber, now);
    }
  }

  private SubscriberValue subscribe(String key, Arrival arrival, SubscriberValue known, Instant now) {
    BotUpdate update = arrival.getUpdate();
    String accountId = arrival.getAccountId();
    UUID id = SubscriberIds.of(keys, accountId, update.getChannel(), update.getUserToken());
    long createdAt = known == null ? now.toEpochMilli() : known.getCreatedAt();
    var subscriber = new SubscriberValue(id.toString(), accountId, update.getChannel(), true, update.getChat(),
        update.getProfile(), update.getLanguage(), createdAt);
    stores.subscribers.put(key, subscriber);
    outbox.subscriber(published(subscriber, now));
    outbox.step(update.getUserToken(),
        new SubscriptionStep(new Subscribed(update.getUserToken(), accountId, id.toString())));
    return subscriber;
  }

  private void send(String key, Arrival arrival, SubscriberValue subscriber, Instant now) throws Unopenable, Nonsense {
    RequestConsent order = arrival.getOrder();
    String accountId = arrival.getAccountId();
    String channel = subscriber.getChannel();
    Optional<RouteStep> step = order.getChannels().stream().filter(one -> one.getChannel().equals(channel)).findFirst();
    if (step.isEmpty()) throw new Nonsense("a request for another messenger");
    Sealing.Address address = sealing.address(subscriber.getChat(), channel, accountId);
    String token = SubscriberIds.recipientToken(keys, accountId, UUID.fromString(subscriber.getId()));
    long id = stores.nextMessageId();
    var send = new Command.Send(id, accountId, key, order.getPurpose(), address.sealed(), token, address.masked(),
        List.of(Incoming.step(step.get())), Optional.of(sealing.mint(order.getCode(), id)), true, false,
        Duration.ofMillis(order.getCodeLifetimeMs()), Optional.empty(), Optional.empty(),
        order.getHooks().stream().map(Incoming::hook).map(hook -> hook.noting(SUBSCRIBER_ID, subscriber.getId()))
            .toList(),
        Optional.of(new Command.Consent(order.getRequestId(), subscriber.getId())), Incoming.trace());
    Recipient recipient = stores.recipient(key);
    Decision decision = decider.decide(new Subject(key, recipient, stores.newest(recipient, order.getPurpose())), send,
        now);
    if (decision.changes()) stores.messageIdUsed();
    if (decision.answer().orElseThrow() instanceof Answer.Refused) {
      outbox.bot(arrival.getUpdate(), BotOrderKind.REFUSED, accountId, now);
      outbox.step(order.getRequestId(), new SubscriptionStep(
          new ConsentOutcome(order.getRequestId(), subscriber.getId(), channel, false)));
    }
  }

  /** Nothing more is sent to this subscriber. */
  void end(String key, EndSubscription end, Instant now) {
    SubscriberValue known = stores.subscribers.get(key);
    if (known == null || !known.getActive()) return;
    SubscriberValue ended = SubscriberValue.newBuilder(known).setActive(false).build();
    stores.subscribers.put(key, ended);
    outbox.subscriber(published(ended, now));
  }

  /** Erases a subscriber, here and wherever subscribers are read; as good the second time. */
  OtpReply erase(String key, OtpCommand command, EraseSubscriber order) throws Nonsense {
    String id = order.getSubscriberId();
    Sanity.require(key.equals(key(keys, command.getAccountId(), uuid(id))), "subscriber in another's place");
    boolean known = stores.subscribers.get(key) != null;
    if (known) stores.subscribers.delete(key);
    outbox.eraseSubscriber(id);
    return new OtpReply(command.getCommandId(), new ErasureAnswer(id, known));
  }

  private static UUID uuid(String id) throws Nonsense {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException _) {
      throw new Nonsense("a subscriber without a UUID");
    }
  }

  private static Subscriber published(SubscriberValue value, Instant now) {
    return new Subscriber(value.getId(), value.getAccountId(), value.getChannel(), value.getActive(), value.getChat(),
        value.getProfile(), value.getLanguage(), Instant.ofEpochMilli(value.getCreatedAt()), now);
  }
}
