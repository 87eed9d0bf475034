package dev.otpstream.engine;

import dev.otpstream.schemas.Arrival;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.ConsentOutcome;
import dev.otpstream.schemas.EndSubscription;
import dev.otpstream.schemas.Subscribed;
import dev.otpstream.schemas.SubscriptionStep;
import dev.otpstream.schemas.sealing.Unopenable;
import java.time.Instant;

/** What messenger users say, and the steps that follow, each to whom it is about. */
final class MessengerHandler {
  private final Consents consents;
  private final Subscriptions subscriptions;
  private final Users users;

  MessengerHandler(Consents consents, Subscriptions subscriptions, Users users) {
    this.consents = consents;
    this.subscriptions = subscriptions;
    this.users = users;
  }

  void hear(String key, BotUpdate update, Instant now) throws Nonsense {
    Sanity.check(key, update);
    if (update.getRequestId() == null) users.hear(key, update, now);
    else
      consents.hear(key, update, now);
  }

  void step(String key, SubscriptionStep step, Instant now) throws Unopenable, Nonsense {
    switch (step.getBody()) {
      case Arrival arrival -> subscriptions.arrive(key, arrival, now);
      case ConsentOutcome outcome -> consents.told(key, outcome);
      case Subscribed subscribed -> users.subscribed(key, subscribed);
      case EndSubscription end -> subscriptions.end(key, end, now);
      default -> throw new Nonsense("a step of no known kind");
    }
  }
}
