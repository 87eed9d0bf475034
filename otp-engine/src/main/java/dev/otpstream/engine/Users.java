package dev.otpstream.engine;

import dev.otpstream.engine.state.SubscriptionState;
import dev.otpstream.engine.state.UserValue;
import dev.otpstream.schemas.Arrival;
import dev.otpstream.schemas.BotOrderKind;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.EndSubscription;
import dev.otpstream.schemas.Subscribed;
import dev.otpstream.schemas.SubscriptionStep;
import dev.otpstream.schemas.sealing.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Messenger users, in the partition of their token: to what they have subscribed, and what ends all of it. */
final class Users {
  /** Nobody subscribes to more; the oldest are forgotten, and end when the messenger refuses a message. */
  private static final int SUBSCRIPTIONS_MAX = 1_000;
  private final Stores stores;
  private final Outbox outbox;
  private final Keys keys;

  Users(Stores stores, Outbox outbox, Keys keys) {
    this.stores = stores;
    this.outbox = outbox;
    this.keys = keys;
  }

  /** A user's word that is about no request. */
  void hear(String userToken, BotUpdate update, Instant now) {
    switch (update.getKind()) {
      case STARTED -> {
        if (update.getAccountId() == null) outbox.bot(update, BotOrderKind.GREETING, null, now);
        else
          outbox.step(Subscriptions.key(keys, update.getAccountId(), update),
              new SubscriptionStep(new Arrival(update.getAccountId(), update, true, null)));
      }
      case STOPPED -> {
        endAll(userToken, update);
        outbox.bot(update, BotOrderKind.STOPPED, null, now);
      }
      case BLOCKED -> endAll(userToken, update);
      case CONSENTED, CANCELLED -> outbox.bot(update, BotOrderKind.OVER, null, now);
      case UNBLOCKED, OTHER -> {
        /* who comes back opens a link again */ }
    }
  }

  private void endAll(String userToken, BotUpdate update) {
    UserValue user = stores.users.get(userToken);
    if (user == null) return;
    for (SubscriptionState one : user.getSubscriptions())
      outbox.step(Subscriptions.key(keys, one.getAccountId(), update),
          new SubscriptionStep(new EndSubscription(one.getAccountId(), one.getSubscriberId(), update)));
    stores.users.delete(userToken);
  }

  void subscribed(String userToken, Subscribed subscribed) {
    UserValue known = stores.users.get(userToken);
    List<SubscriptionState> all = new ArrayList<>(known == null ? List.of() : known.getSubscriptions());
    if (all.stream().anyMatch(one -> one.getSubscriberId().equals(subscribed.getSubscriberId()))) return;
    all.add(new SubscriptionState(subscribed.getAccountId(), subscribed.getSubscriberId()));
    if (all.size() > SUBSCRIPTIONS_MAX) all.removeFirst();
    stores.users.put(userToken, new UserValue(all));
  }
}
