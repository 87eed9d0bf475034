package dev.otpstream.engine;

import dev.otpstream.engine.Decider.Subject;
import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.Decision;
import dev.otpstream.engine.core.Message;
import dev.otpstream.engine.core.Recipient;
import dev.otpstream.engine.state.AnswerValue;
import dev.otpstream.engine.state.ReferenceValue;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.schemas.Cancel;
import dev.otpstream.schemas.EraseSubscriber;
import dev.otpstream.schemas.Idempotency;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.Query;
import dev.otpstream.schemas.QueryConsent;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.sealing.Unopenable;
import dev.otpstream.schemas.serde.RecordSerdes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Callers' commands: the late ones are dropped, the repeated ones answered as before, the others decided. */
final class CommandHandler {
  private final Stores stores;
  private final Outbox outbox;
  private final Decider decider;
  private final Sealing sealing;
  private final Consents consents;
  private final Subscriptions subscriptions;
  private final EngineMetrics metrics;
  private final Serializer<OtpReply> replyWriter;
  private final Deserializer<OtpReply> replyReader;

  CommandHandler(Stores stores, Outbox outbox, Decider decider, Sealing sealing, Consents consents,
      Subscriptions subscriptions, EngineMetrics metrics, RecordSerdes serdes) {
    this.stores = stores;
    this.outbox = outbox;
    this.decider = decider;
    this.sealing = sealing;
    this.consents = consents;
    this.subscriptions = subscriptions;
    this.metrics = metrics;
    this.replyWriter = serdes.serializer(Topics.REPLIES);
    this.replyReader = serdes.deserializer(Topics.REPLIES);
  }

  /**
   * Handles one command.
   *
   * @param lateMs how long ago the broker took it, in milliseconds
   */
  void handle(String key, OtpCommand command, Instant now, long lateMs) throws Unopenable, Nonsense {
    metrics.taken(lateMs);
    if (lateMs > command.getPatienceMs()) {
      metrics.late(); // the asker was told that we did nothing: so it must be
      return;
    }
    Sanity.check(key, command);
    String slot = slot(key, command);
    AnswerValue before = slot == null ? null : stores.answers.get(slot);
    if (before != null && before.getExpiresAt() > now.toEpochMilli()) {
      outbox.reply(repeated(command, before), command.getReplyPartition());
      return;
    }
    Optional<Decision> decision = switch (command.getBody()) {
      case Send send -> Optional.of(send(key, command, send, now));
      case Verify verify -> verify(key, command, verify, now);
      case Cancel cancel -> Optional.of(cancel(key, command, cancel, now));
      case Query query -> query(key, command, query, now);
      case RequestConsent request -> {
        OtpReply reply = consents.request(key, command, request, now);
        if (slot != null) remember(slot, command.getIdempotency(), reply, now);
        yield replied(command, reply);
      }
      case QueryConsent query -> replied(command, consents.query(key, command, query, now));
      case EraseSubscriber erase -> replied(command, subscriptions.erase(key, command, erase));
      default -> throw new Nonsense("a command of no known kind");
    };
    if (decision.isEmpty()) return; // answered, or sent on
    boolean history = command.getBody() instanceof Query query && query.getHistory();
    OtpReply reply = Outgoing.reply(command.getCommandId(), decision.get().answer().orElseThrow(), history);
    metrics.command(reply.getBody());
    // A refusal changed nothing: the same key may ask again when its time has come.
    if (slot != null && decision.get().changes()) remember(slot, command.getIdempotency(), reply, now);
    outbox.reply(reply, command.getReplyPartition());
  }

  private Optional<Decision> replied(OtpCommand command, OtpReply reply) {
    metrics.command(reply.getBody());
    outbox.reply(reply, command.getReplyPartition());
    return Optional.empty();
  }

  private Decision send(String key, OtpCommand command, Send send, Instant now) throws Nonsense {
    Recipient recipient = stores.recipient(key);
    Command.Send order = Incoming.send(command, send, key, stores.nextMessageId(), sealing);
    Optional<Message> newest = send.getCode() == null ? Optional.empty() : stores.newest(recipient, send.getPurpose());
    Decision decision = decider.decide(new Subject(key, recipient, newest), order, now);
    if (decision.changes()) stores.messageIdUsed();
    return decision;
  }

  private Optional<Decision> verify(String key, OtpCommand command, Verify verify, Instant now) throws Unopenable {
    Subject subject = addressed(key, command.getAccountId(), verify.getMessageId(), verify.getPurpose());
    if (subject.message().isEmpty() && verify.getMessageId() != null) {
      var unknown = new VerifyAnswer(VerifyOutcome.UNKNOWN_MESSAGE, null, 0, 0L);
      metrics.command(unknown);
      outbox.reply(new OtpReply(command.getCommandId(), unknown), command.getReplyPartition());
      return Optional.empty();
    }
    long id = subject.message().map(m -> m.facts().id()).orElse(0L);
    var attempt = new Command.Attempt(sealing.guess(verify.getGuess(), command.getAccountId(), id));
    return Optional.of(decider.decide(subject, attempt, now));
  }

  private Decision cancel(String key, OtpCommand command, Cancel cancel, Instant now) {
    Subject subject = addressed(key, command.getAccountId(), cancel.getMessageId(), cancel.getPurpose());
    return decider.decide(subject, new Command.Cancel(), now);
  }

  private Optional<Decision> query(String key, OtpCommand command, Query query, Instant now) {
    Long id = query.getMessageId();
    if (id == null) {
      ReferenceValue found = stores.references.get(key);
      if (found != null && !stores.owns(found.getMessageId())) {
        outbox.forward(OtpCommand.newBuilder(command)
            .setBody(Query.newBuilder(query).setMessageId(found.getMessageId()).setReference(null).build()).build(),
            found.getMessageId());
        return Optional.empty();
      }
      id = found == null ? null : Long.valueOf(found.getMessageId());
    }
    Optional<Message> message = query.getAnyAccount() ? stores.message(id) : own(command.getAccountId(), id);
    var subject = new Subject(key, Recipient.NEW, message); // the recipient has no say in it
    return Optional.of(decider.decide(subject, new Command.Query(), now));
  }

  private Subject addressed(String key, String accountId, Long messageId, String purpose) {
    if (messageId != null)
      return own(accountId, messageId).map(decider::subject)
          .orElseGet(() -> new Subject(key, Recipient.NEW, Optional.empty()));
    Recipient recipient = stores.recipient(key);
    return new Subject(key, recipient, stores.newest(recipient, purpose));
  }

  /** Another account's message is as unknown as one that never was. */
  private Optional<Message> own(String accountId, Long messageId) {
    return stores.message(messageId).filter(message -> message.facts().accountId().equals(accountId));
  }

  private static String slot(String key, OtpCommand command) {
    Idempotency idempotency = command.getIdempotency();
    return idempotency == null ? null : command.getAccountId() + "/" + key + "/" + idempotency.getKey();
  }

  private void remember(String slot, Idempotency idempotency, OtpReply reply, Instant now) {
    Instant until = now.plusMillis(idempotency.getLifetimeMs());
    byte[] written = replyWriter.serialize(Topics.REPLIES.name(), reply);
    stores.answers.put(slot,
        new AnswerValue(idempotency.getFingerprint(), ByteBuffer.wrap(written), until.toEpochMilli()));
    stores.timers.set(TimerKind.ANSWER, slot, until);
    CrashPoint.ENGINE_REMEMBERED.pass();
  }

  private OtpReply repeated(OtpCommand command, AnswerValue before) {
    metrics.repeated();
    if (!before.getFingerprint().equals(command.getIdempotency().getFingerprint()))
      return new OtpReply(command.getCommandId(), command.getBody() instanceof Verify
          ? new VerifyAnswer(VerifyOutcome.IDEMPOTENCY_CONFLICT, null, 0, 0L)
          : new SendRefused(Refusal.IDEMPOTENCY_CONFLICT, 0L));
    Object body = replyReader.deserialize(Topics.REPLIES.name(), Sealing.bytes(before.getReply())).getBody();
    return new OtpReply(command.getCommandId(),
        body instanceof SendAccepted accepted ? SendAccepted.newBuilder(accepted).setRepeated(true).build() : body);
  }
}
