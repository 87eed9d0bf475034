package dev.otpstream.engine;

import dev.otpstream.engine.core.consent.Notice;
import dev.otpstream.engine.core.consent.Outcome;
import dev.otpstream.engine.core.consent.Phase;
import dev.otpstream.engine.core.consent.Request;
import dev.otpstream.engine.core.consent.Word;
import dev.otpstream.engine.state.ConsentValue;
import dev.otpstream.schemas.Arrival;
import dev.otpstream.schemas.BotOrderKind;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.ConsentAnswer;
import dev.otpstream.schemas.ConsentOutcome;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.QueryConsent;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.SubscriptionStep;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serde;

/** Consent requests, in the partition of their id: asked for, answered by a messenger user, sent. */
final class Consents {
  /** How long an end can be asked for. */
  static final Duration RETENTION = Duration.ofHours(24);
  private final Stores stores;
  private final Outbox outbox;
  private final Keys keys;
  private final String topic;
  private final Serde<RequestConsent> orders;

  Consents(Stores stores, Outbox outbox, Keys keys, StateSerdes states, RecordSerdes serdes) {
    this.stores = stores;
    this.outbox = outbox;
    this.keys = keys;
    this.topic = states.topic("consent-orders");
    this.orders = serdes.serde(RequestConsent.class, topic);
  }

  /** Begins to wait; the same request again changes nothing. */
  OtpReply request(String key, OtpCommand command, RequestConsent order, Instant now) throws Nonsense {
    Sanity.check(key, order);
    ConsentValue known = stores.consents.get(key);
    if (known == null) {
      Instant expiresAt = now.plusMillis(order.getLinkLifetimeMs());
      Instant forgetAt = expiresAt.plusMillis(order.getCodeLifetimeMs()).plus(RETENTION);
      known = ConsentValue.newBuilder().setAccountId(command.getAccountId()).setPhase(Phase.PENDING.name())
          .setExpiresAt(expiresAt.toEpochMilli()).setForgetAt(forgetAt.toEpochMilli())
          .setOrder(ByteBuffer.wrap(orders.serializer().serialize(topic, order))).build();
      stores.consents.put(key, known);
      stores.timers.set(TimerKind.CONSENT, key, forgetAt);
    }
    return answer(command, key, Optional.of(known), now);
  }

  OtpReply query(String key, OtpCommand command, QueryConsent query, Instant now) throws Nonsense {
    Sanity.require(key.equals(query.getRequestId()), "question in another's place");
    return answer(command, key, Optional.ofNullable(stores.consents.get(key)), now);
  }

  private OtpReply answer(OtpCommand command, String id, Optional<ConsentValue> found, Instant now) {
    Optional<ConsentValue> own = found.filter(value -> value.getAccountId().equals(command.getAccountId()));
    if (own.isEmpty())
      return new OtpReply(command.getCommandId(),
          new ConsentAnswer(id, ConsentState.UNKNOWN, null, null, Instant.EPOCH));
    ConsentValue value = own.get();
    var state = ConsentState.valueOf(request(value).standing(now).name());
    boolean sent = state == ConsentState.SENT;
    return new OtpReply(command.getCommandId(), new ConsentAnswer(id, state, sent ? value.getSubscriberId() : null,
        sent ? value.getChannel() : null, Instant.ofEpochMilli(value.getExpiresAt())));
  }

  /** A messenger user's word about a request. */
  void hear(String id, BotUpdate update, Instant now) {
    Optional<Word> word = word(update);
    if (word.isEmpty()) return;
    ConsentValue value = stores.consents.get(id);
    if (value == null) {
      outbox.bot(update, BotOrderKind.OVER, null, now);
      return;
    }
    switch (request(value).hear(word.get(), update.getUserToken(), update.getChannel(), now)) {
      case Outcome.Arrive(Request after, boolean consented) -> {
        if (consented) keep(id, value, after, null, null);
        RequestConsent order = orders.deserializer().deserialize(topic, Sealing.bytes(value.getOrder()));
        String key = Subscriptions.key(keys, value.getAccountId(), update);
        outbox.step(key, new SubscriptionStep(new Arrival(value.getAccountId(), update, consented, order)));
      }
      case Outcome.Decline(Request after, Notice notice) -> {
        keep(id, value, after, null, null);
        outbox.bot(update, BotOrderKind.valueOf(notice.name()), value.getAccountId(), now);
      }
      case Outcome.Say(Notice notice) ->
        outbox.bot(update, BotOrderKind.valueOf(notice.name()), value.getAccountId(), now);
      case Outcome.Nothing _ -> {
        /* the code is on its way, or there */ }
    }
  }

  /** What became of the code. */
  void told(String id, ConsentOutcome outcome) {
    ConsentValue value = stores.consents.get(id);
    if (value == null) return;
    Request before = request(value);
    Request after = before.told(outcome.getSent());
    if (!after.equals(before)) keep(id, value, after, outcome.getSubscriberId(), outcome.getChannel());
  }

  private void keep(String id, ConsentValue before, Request after, String subscriberId, String channel) {
    stores.consents.put(id, ConsentValue.newBuilder(before).setPhase(after.phase().name())
        .setOwner(after.owner().orElse(null)).setSubscriberId(subscriberId).setChannel(channel).build());
  }

  private Request request(ConsentValue value) {
    Set<String> channels = orders.deserializer().deserialize(topic, Sealing.bytes(value.getOrder())).getChannels()
        .stream().map(RouteStep::getChannel).collect(Collectors.toUnmodifiableSet());
    return new Request(channels, Phase.valueOf(value.getPhase()), Optional.ofNullable(value.getOwner()),
        Instant.ofEpochMilli(value.getExpiresAt()));
  }

  private static Optional<Word> word(BotUpdate update) {
    return switch (update.getKind()) {
      case STARTED -> Optional.of(Word.STARTED);
      case CONSENTED -> Optional.of(Word.CONSENTED);
      case CANCELLED -> Optional.of(Word.CANCELLED);
      case STOPPED, BLOCKED, UNBLOCKED, OTHER -> Optional.empty();
    };
  }
}
