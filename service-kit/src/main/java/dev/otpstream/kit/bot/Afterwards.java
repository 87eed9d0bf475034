package dev.otpstream.kit.bot;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes codes out of chats when they are used or dead. A courtesy, at best: only this process knows which message of the
 * chat has the code, so a restart forgets it; under load the oldest are left as they are. Thread-safe.
 */
final class Afterwards implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Afterwards.class);
  private static final int REMEMBERED_MAX = 20_000;
  private static final int WAITING_MAX = 1_000;
  /** Five a second at most: they must not keep codes waiting. */
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  /** Where a code stands. */
  private record Place(String chatId, String messageId) {
    @Override public String toString() {
      return "Place";
    }
  }

  private final Mouth mouth;
  private final Clock clock;
  private final Deserializer<StatusEvent> deserializer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final BlockingQueue<Speech> edits = new LinkedBlockingQueue<>(WAITING_MAX);
  private final Map<String, Place> places = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
      return size() > REMEMBERED_MAX;
    }
  };
  private final Thread reader;
  private final Thread editor;

  Afterwards(Platform platform, String name, Messenger messenger, Clock clock) {
    this.mouth = new Mouth(messenger, clock);
    this.clock = clock;
    this.deserializer = platform.serdes().deserializer(Topics.STATUS);
    this.consumer = new KafkaConsumer<>(platform.kafka().reader(name + "-status"), new StringDeserializer(),
        new ByteArrayDeserializer());
    this.reader = Thread.ofPlatform().name(name + "-status").daemon(true).start(this::read);
    this.editor = Thread.ofVirtual().name(name + "-edits").start(this::edit);
  }

  /** A code of a message of ours went out as this message of the chat. */
  void remember(long messageId, String chatId, String sentAs) {
    synchronized (places) {
      places.put(Long.toString(messageId), new Place(chatId, sentAs));
    }
  }

  private void read() {
    try (consumer) {
      List<TopicPartition> all = consumer.partitionsFor(Topics.STATUS.name()).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(all);
      consumer.seekToEnd(all); // nothing that happened before concerns what this process sends
      while (true)
        consumer.poll(POLL).forEach(this::hear);
    } catch (WakeupException _) {
      // closed
    } catch (KafkaException e) {
      LOG.atWarn().addKeyValue("exception", e.getClass().getName()).log("codes are no longer taken out of chats");
    }
  }

  /** Most records are about others' messages, and are not even decoded. */
  private void hear(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) return;
    synchronized (places) {
      if (!places.containsKey(record.key())) return;
    }
    Optional<String> phrase = phrase(record);
    if (phrase.isEmpty()) return;
    Place place;
    synchronized (places) {
      place = places.remove(record.key());
    }
    if (place == null) return;
    String text = Phrases.say(phrase.get(), Optional.empty(), Map.of());
    boolean _ = edits.offer(
        new Speech(place.chatId(), text, Optional.empty(), List.of(), Optional.of(place.messageId())));
  }

  private Optional<String> phrase(ConsumerRecord<String, byte[]> record) {
    try {
      return switch (deserializer.deserialize(record.topic(), record.value()).getType()) {
        case VERIFIED -> Optional.of("code.used");
        case EXPIRED, CANCELLED, ATTEMPTS_USED -> Optional.of("code.over");
        case ACCEPTED, DISPATCHED, SENT, UNCLEAR, DELIVERED, READ, FAILED, FALLBACK, ATTEMPT_FAILED, UNDELIVERABLE,
            OTHER ->
          Optional.empty();
      };
    } catch (KafkaException _) { // unreadable, or the registry is away
      return Optional.empty();
    }
  }

  private void edit() {
    try {
      while (true) {
        Speech next = edits.take();
        try {
          mouth.edit(next, clock.instant().plus(LIFE));
        } catch (RuntimeException e) { // a bug; the message may quote what is said: class only
          LOG.atError().addKeyValue("exception", e.getClass().getName()).log("adapter failed");
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  @Override public void close() {
    consumer.wakeup();
    editor.interrupt();
    try {
      boolean _ = reader.join(CLOSE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
