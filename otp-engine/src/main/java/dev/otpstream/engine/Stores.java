package dev.otpstream.engine;

import dev.otpstream.engine.core.Message;
import dev.otpstream.engine.core.Recipient;
import dev.otpstream.engine.state.AnswerValue;
import dev.otpstream.engine.state.ConsentValue;
import dev.otpstream.engine.state.ReferenceValue;
import dev.otpstream.engine.state.SubscriberValue;
import dev.otpstream.engine.state.UnmatchedValue;
import dev.otpstream.engine.state.UserValue;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.streams.Section;
import dev.otpstream.streams.Timers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The engine's state of one partition: one store in sections, so that a transaction writes to one changelog. It commits
 * with what is sent.
 */
final class Stores {
  private static final String STATE = "state";
  private static final String NEWEST_MESSAGE = "newest-message";
  /** Ids are taken in blocks, so that not each message writes the counter; a restart skips the rest of a block. */
  private static final int ID_BLOCK = 64;

  final Section<Long, Message> messages;
  final Section<String, Recipient> recipients;
  final Section<String, AnswerValue> answers;
  final Section<String, ReferenceValue> references;
  final Section<String, UnmatchedValue> unmatched;
  final Section<String, ConsentValue> consents;
  final Section<String, SubscriberValue> subscribers;
  final Section<String, UserValue> users;
  final Timers<TimerKind> timers;
  private final Section<String, Long> counters;
  private final int partition;
  private long newestCounter;
  private long reservedCounter;

  Stores(ProcessorContext<String, Object> context, StateSerdes serdes) {
    KeyValueStore<Bytes, byte[]> state = context.getStateStore(STATE);
    messages = new Section<>(state, 'm', Stores::bytes, serdes.messages(), serdes.topic("messages"));
    recipients = named(state, 'r', serdes.recipients(), serdes.topic("recipients"));
    answers = named(state, 'a', serdes.answers(), serdes.topic("answers"));
    references = named(state, 'n', serdes.references(), serdes.topic("references"));
    unmatched = named(state, 'u', serdes.unmatched(), serdes.topic("unmatched"));
    consents = named(state, 'q', serdes.consents(), serdes.topic("consents"));
    subscribers = named(state, 's', serdes.subscribers(), serdes.topic("subscribers"));
    users = named(state, 'b', serdes.users(), serdes.topic("users"));
    counters = named(state, 'c', Serdes.Long(), serdes.topic("counters"));
    timers = new Timers<>(state, 't', TimerKind.values());
    partition = context.taskId().partition();
    Long reserved = counters.get(NEWEST_MESSAGE);
    reservedCounter = reserved == null ? 0 : reserved;
    newestCounter = reservedCounter;
  }

  private static <V> Section<String, V> named(KeyValueStore<Bytes, byte[]> state, char tag, Serde<V> values,
      String topic) {
    return new Section<>(state, tag, name -> name.getBytes(StandardCharsets.UTF_8), values, topic);
  }

  private static byte[] bytes(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  /** Adds the store to the topology. */
  static void add(Topology topology, String processor) {
    Section.addStore(topology, STATE, processor);
  }

  Recipient recipient(String routingKey) {
    Recipient known = recipients.get(routingKey);
    return known == null ? Recipient.NEW : known;
  }

  Optional<Message> message(Long id) {
    return id == null ? Optional.empty() : Optional.ofNullable(messages.get(id));
  }

  /** The newest message of a recipient that carries a code for the purpose. */
  Optional<Message> newest(Recipient recipient, String purpose) {
    return message(recipient.codes().get(purpose));
  }

  /** The id that the next message of this partition will have. */
  long nextMessageId() {
    return MessageIds.of(newestCounter + 1, partition);
  }

  /** Uses up the id that {@link #nextMessageId} gave. */
  void messageIdUsed() {
    newestCounter++;
    if (newestCounter <= reservedCounter) return;
    reservedCounter = newestCounter + ID_BLOCK - 1;
    counters.put(NEWEST_MESSAGE, reservedCounter);
  }

  /** Whether this partition owns the message. */
  boolean owns(long messageId) {
    return MessageIds.partitionOf(messageId) == partition;
  }

  /** Forgets an answer, unless a newer one took its place. */
  void forgetAnswer(String slot, Instant now) {
    AnswerValue answer = answers.get(slot);
    if (answer != null && answer.getExpiresAt() <= now.toEpochMilli()) answers.delete(slot);
  }

  /** Forgets a name, unless it was given anew. */
  void forgetReference(String name, Instant now) {
    ReferenceValue reference = references.get(name);
    if (reference != null && reference.getForgetAt() <= now.toEpochMilli()) references.delete(name);
  }

  /** Forgets a consent request whose time is over. */
  void forgetConsent(String id, Instant now) {
    ConsentValue consent = consents.get(id);
    if (consent != null && consent.getForgetAt() <= now.toEpochMilli()) consents.delete(id);
  }

  /** Forgets the receipts that wait for a name, unless others began to wait meanwhile. */
  void forgetUnmatched(String name, Instant now) {
    UnmatchedValue waiting = unmatched.get(name);
    if (waiting != null && waiting.getForgetAt() <= now.toEpochMilli()) unmatched.delete(name);
  }
}
