package dev.otpstream.engine;

import dev.otpstream.engine.core.Message;
import dev.otpstream.engine.core.Recipient;
import dev.otpstream.engine.state.AnswerValue;
import dev.otpstream.engine.state.ReferenceValue;
import dev.otpstream.engine.state.UnmatchedValue;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.serde.RecordSerdes;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The engine's state of one partition. All of it has a changelog and commits with what is sent. */
final class Stores {
  private static final String MESSAGES = "messages";
  private static final String RECIPIENTS = "recipients";
  private static final String ANSWERS = "answers";
  private static final String REFERENCES = "references";
  private static final String UNMATCHED = "unmatched";
  private static final String TIMERS = "timers";
  private static final String COUNTERS = "counters";
  private static final String NEWEST_MESSAGE = "newest-message";

  final KeyValueStore<Long, Message> messages;
  final KeyValueStore<String, Recipient> recipients;
  final KeyValueStore<String, AnswerValue> answers;
  final KeyValueStore<String, ReferenceValue> references;
  final KeyValueStore<String, UnmatchedValue> unmatched;
  final Timers timers;
  private final KeyValueStore<String, Long> counters;
  private final int partition;
  private long newestCounter;

  Stores(ProcessorContext<String, Object> context) {
    messages = context.getStateStore(MESSAGES);
    recipients = context.getStateStore(RECIPIENTS);
    answers = context.getStateStore(ANSWERS);
    references = context.getStateStore(REFERENCES);
    unmatched = context.getStateStore(UNMATCHED);
    counters = context.getStateStore(COUNTERS);
    timers = new Timers(context.getStateStore(TIMERS));
    partition = context.taskId().partition();
    Long newest = counters.get(NEWEST_MESSAGE);
    newestCounter = newest == null ? 0 : newest;
  }

  /** Adds the stores to the topology. */
  static void add(Topology topology, RecordSerdes serdes, String processor) {
    store(topology, MESSAGES, Serdes.Long(), StateSerdes.message(serdes, changelog(MESSAGES)), processor);
    store(topology, RECIPIENTS, Serdes.String(), StateSerdes.recipient(serdes, changelog(RECIPIENTS)), processor);
    store(topology, ANSWERS, Serdes.String(), record(serdes, AnswerValue.class, ANSWERS), processor);
    store(topology, REFERENCES, Serdes.String(), record(serdes, ReferenceValue.class, REFERENCES), processor);
    store(topology, UNMATCHED, Serdes.String(), record(serdes, UnmatchedValue.class, UNMATCHED), processor);
    store(topology, TIMERS, Serdes.Bytes(), Serdes.ByteArray(), processor);
    store(topology, COUNTERS, Serdes.String(), Serdes.Long(), processor);
  }

  private static <T extends SpecificRecord> Serde<T> record(RecordSerdes serdes, Class<T> type, String store) {
    return serdes.serde(type, changelog(store));
  }

  private static <K, V> void store(Topology topology, String name, Serde<K> key, Serde<V> value, String processor) {
    topology.addStateStore(
        org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
            org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name), key, value).withCachingDisabled(),
        processor);
  }

  /** The topic under which Kafka Streams writes and reads a store's values. */
  private static String changelog(String store) {
    return EngineTopology.APPLICATION + "-" + store + "-changelog";
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
    counters.put(NEWEST_MESSAGE, newestCounter);
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

  /** Forgets the receipts that wait for a name, unless others began to wait meanwhile. */
  void forgetUnmatched(String name, Instant now) {
    UnmatchedValue waiting = unmatched.get(name);
    if (waiting != null && waiting.getForgetAt() <= now.toEpochMilli()) unmatched.delete(name);
  }
}
