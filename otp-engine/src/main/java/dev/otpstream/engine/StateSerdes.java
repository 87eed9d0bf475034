package dev.otpstream.engine;

import dev.otpstream.engine.core.Choice;
import dev.otpstream.engine.core.Code;
import dev.otpstream.engine.core.CodeDigest;
import dev.otpstream.engine.core.Command.Consent;
import dev.otpstream.engine.core.Event;
import dev.otpstream.engine.core.EventType;
import dev.otpstream.engine.core.Hook;
import dev.otpstream.engine.core.Message;
import dev.otpstream.engine.core.Progress;
import dev.otpstream.engine.core.Reason;
import dev.otpstream.engine.core.Recipient;
import dev.otpstream.engine.core.RouteStep;
import dev.otpstream.engine.core.State;
import dev.otpstream.engine.state.AnswerValue;
import dev.otpstream.engine.state.ChoiceWord;
import dev.otpstream.engine.state.CodeState;
import dev.otpstream.engine.state.ConsentValue;
import dev.otpstream.engine.state.EndedState;
import dev.otpstream.engine.state.EventState;
import dev.otpstream.engine.state.EventWord;
import dev.otpstream.engine.state.FailureState;
import dev.otpstream.engine.state.HandleState;
import dev.otpstream.engine.state.HookState;
import dev.otpstream.engine.state.LiveState;
import dev.otpstream.engine.state.MessageValue;
import dev.otpstream.engine.state.ReasonWord;
import dev.otpstream.engine.state.RecipientValue;
import dev.otpstream.engine.state.ReferenceValue;
import dev.otpstream.engine.state.StateWord;
import dev.otpstream.engine.state.StepState;
import dev.otpstream.engine.state.SubscriberValue;
import dev.otpstream.engine.state.UnmatchedValue;
import dev.otpstream.engine.state.UserValue;
import dev.otpstream.schemas.serde.RecordSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How the engine's state is kept: Avro stops here, and what comes out are the records of the rules. */
final class StateSerdes {
  private final Serde<Message> messages;
  private final Serde<Recipient> recipients;
  private final Serde<AnswerValue> answers;
  private final Serde<ReferenceValue> references;
  private final Serde<UnmatchedValue> unmatched;
  private final Serde<ConsentValue> consents;
  private final Serde<SubscriberValue> subscribers;
  private final Serde<UserValue> users;

  StateSerdes(RecordSerdes serdes) {
    messages = mapped(serdes.serde(MessageValue.class, topic("messages")), StateSerdes::write, StateSerdes::read);
    recipients = mapped(serdes.serde(RecipientValue.class, topic("recipients")), StateSerdes::write,
        StateSerdes::read);
    answers = serdes.serde(AnswerValue.class, topic("answers"));
    references = serdes.serde(ReferenceValue.class, topic("references"));
    unmatched = serdes.serde(UnmatchedValue.class, topic("unmatched"));
    consents = serdes.serde(ConsentValue.class, topic("consents"));
    subscribers = serdes.serde(SubscriberValue.class, topic("subscribers"));
    users = serdes.serde(UserValue.class, topic("users"));
  }

  /** Under which name, and registry subject, a section's values are written. */
  String topic(String section) {
    return EngineTopology.APPLICATION + "-" + section;
  }

  Serde<Message> messages() {
    return messages;
  }

  Serde<Recipient> recipients() {
    return recipients;
  }

  Serde<AnswerValue> answers() {
    return answers;
  }

  Serde<ReferenceValue> references() {
    return references;
  }

  Serde<ConsentValue> consents() {
    return consents;
  }

  Serde<SubscriberValue> subscribers() {
    return subscribers;
  }

  Serde<UserValue> users() {
    return users;
  }

  Serde<UnmatchedValue> unmatched() {
    return unmatched;
  }

  private static <A extends SpecificRecord, B> Serde<B> mapped(Serde<A> avro, Function<B, A> write,
      Function<A, B> read) {
    return Serdes.serdeFrom(
        (topic, value) -> avro.serializer().serialize(topic, value == null ? null : write.apply(value)),
        (topic, bytes) -> bytes == null ? null : read.apply(avro.deserializer().deserialize(topic, bytes)));
  }

  private static RecipientValue write(Recipient recipient) {
    return new RecipientValue(recipient.codes(), recipient.sends(), recipient.lastSendAt().toEpochMilli(),
        recipient.failures().stream().map(Instant::toEpochMilli).toList());
  }

  private static Recipient read(RecipientValue value) {
    return new Recipient(Map.copyOf(value.getCodes()), value.getSends(), Instant.ofEpochMilli(value.getLastSendAt()),
        value.getFailures().stream().map(Instant::ofEpochMilli).toList());
  }

  private static MessageValue write(Message message) {
    Message.Facts facts = message.facts();
    return new MessageValue(facts.id(), facts.accountId(), facts.routingKey(), facts.purpose(), facts.recipientToken(),
        facts.recipientMasked(), facts.callerReference().orElse(null),
        facts.hooks().stream().map(StateSerdes::write).toList(),
        facts.consent().map(Consent::requestId).orElse(null), facts.consent().map(Consent::subscriberId).orElse(null),
        facts.acceptedAt().toEpochMilli(), facts.expiresAt().toEpochMilli(),
        message.history().stream().map(StateSerdes::write).toList(),
        message.failure().map(f -> new FailureState(f.reason().name(), f.providerCode().orElse(null))).orElse(null),
        switch (message) {
          case Message.Live live -> write(live);
          case Message.Ended ended ->
            new EndedState(ended.dispatch(), ended.channel(), ended.forgetAt().toEpochMilli());
        }, facts.trace().orElse(null));
  }

  private static LiveState write(Message.Live live) {
    return new LiveState(Sealing.buffer(live.recipient()),
        live.route().stream()
            .map(step -> new StepState(step.channel(), step.receiptTimeout().toMillis(),
                step.text().map(Sealing::buffer).orElse(null), step.sender().orElse(null),
                step.verifyTimeout().map(Duration::toMillis).orElse(0L)))
            .toList(),
        live.code().map(code -> new CodeState(Sealing.buffer(code.digest()), Sealing.buffer(code.sealed()),
            code.attemptsAllowed(), code.attemptsUsed())).orElse(null),
        live.dispatches().stream().map(Progress::name).toList(), millis(live.fallbackAt()),
        live.handles().entrySet().stream().sorted(Map.Entry.comparingByKey())
            .map(one -> new HandleState(one.getKey(), one.getValue().provider(), one.getValue().name())).toList());
  }

  private static HookState write(Hook hook) {
    return new HookState(hook.format(), Sealing.buffer(hook.url()),
        hook.events().stream().map(EventType::name).toList(), hook.endpoint(), hook.notes());
  }

  private static Message read(MessageValue value) {
    var facts = new Message.Facts(value.getId(), value.getAccountId(), value.getRoutingKey(), value.getPurpose(),
        value.getRecipientToken(), value.getRecipientMasked(), Optional.ofNullable(value.getCallerReference()),
        value.getHooks().stream().map(StateSerdes::read).toList(), consent(value),
        Instant.ofEpochMilli(value.getAcceptedAt()),
        Instant.ofEpochMilli(value.getExpiresAt()), Optional.ofNullable(value.getTrace()));
    List<Event> history = history(value);
    Optional<Message.Failure> failure = Optional.ofNullable(value.getFailure()).map(
        f -> new Message.Failure(Reason.valueOf(f.getReason()), Optional.ofNullable(f.getProviderCode())));
    if (value.getPhase() instanceof EndedState ended)
      return new Message.Ended(facts, ended.getDispatch(), ended.getChannel(), history, failure,
          Instant.ofEpochMilli(ended.getForgetAt()));
    var live = (LiveState) value.getPhase();
    return new Message.Live(facts, Sealing.sealed(live.getRecipient()), route(live),
        Optional.ofNullable(live.getCode())
            .map(code -> new Code(new CodeDigest(Sealing.bytes(code.getDigest())), Sealing.sealed(code.getSealed()),
                code.getAttemptsAllowed(), code.getAttemptsUsed())),
        live.getDispatches().stream().map(Progress::valueOf).toList(), instant(live.getFallbackAt()), history,
        failure, live.getHandles().stream().collect(Collectors.toMap(HandleState::getDispatch,
            handle -> new Message.Handle(handle.getProvider(), handle.getName()))));
  }

  private static List<RouteStep> route(LiveState live) {
    return live.getRoute().stream()
        .map(step -> new RouteStep(step.getChannel(), Duration.ofMillis(step.getReceiptTimeoutMs()),
            Optional.of(step.getVerifyTimeoutMs()).filter(wait -> wait > 0).map(Duration::ofMillis),
            Optional.ofNullable(step.getText()).map(Sealing::sealed), Optional.ofNullable(step.getSender())))
        .toList();
  }

  private static Optional<Consent> consent(MessageValue value) {
    return Optional.ofNullable(value.getConsentRequest()).map(id -> new Consent(id, value.getSubscriberId()));
  }

  private static EventState write(Event event) {
    return new EventState(EventWord.valueOf(event.type().name()), StateWord.valueOf(event.state().name()),
        event.at().toEpochMilli(), event.channel().orElse(null), event.dispatch(), event.provider().orElse(null),
        event.reason().map(reason -> ReasonWord.valueOf(reason.name())).orElse(null),
        event.providerCode().orElse(null), event.attemptsLeft(), event.parts(),
        event.choice().map(choice -> ChoiceWord.valueOf(choice.why().name())).orElse(null),
        event.choice().map(Choice::skipped).orElse(List.of()));
  }

  private static List<Event> history(MessageValue value) {
    var history = new ArrayList<Event>(value.getHistory().size());
    for (EventState event : value.getHistory())
      history.add(new Event(value.getId(), history.size() + 1, EventType.valueOf(event.getType().name()),
          State.valueOf(event.getState().name()), Instant.ofEpochMilli(event.getAt()),
          Optional.ofNullable(event.getChannel()), event.getDispatch(), Optional.ofNullable(event.getProvider()),
          Optional.ofNullable(event.getReason()).map(reason -> Reason.valueOf(reason.name())),
          Optional.ofNullable(event.getProviderCode()), event.getAttemptsLeft(), event.getParts(),
          Optional.ofNullable(event.getChoice())
              .map(why -> new Choice(Choice.Why.valueOf(why.name()), event.getSkipped()))));
    return history;
  }

  private static Hook read(HookState hook) {
    return new Hook(hook.getFormat(), Sealing.sealed(hook.getUrl()),
        hook.getEvents().stream().map(EventType::valueOf).collect(Collectors.toUnmodifiableSet()), hook.getEndpoint(),
        hook.getNotes());
  }

  private static long millis(Instant instant) {
    return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
  }

  private static Instant instant(long millis) {
    return millis == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(millis);
  }
}
