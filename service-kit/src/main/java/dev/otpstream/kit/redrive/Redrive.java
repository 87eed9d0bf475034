package dev.otpstream.kit.redrive;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts dead letters back into the topic and the partition they came from, each record at most once for ever: the record
 * and a note that it was put back are committed together, and a later run reads the notes first. Of two runs at once the
 * younger goes on and the older stops; one that was killed leaves nothing behind that the next could see.
 *
 * <p>Holds the origins of all letters that were put back and are still kept in memory, a hundred bytes or so each.
 */
public final class Redrive {
  private static final String NAME = "otp-redrive";
  private static final int BATCH_MAX = 100;
  private static final TopicPartition LETTERS = new TopicPartition(DeadLetters.TOPIC, 0);
  private static final Map<String, Topic<?>> CATALOGUE = Topics.ALL.stream()
      .collect(Collectors.toUnmodifiableMap(Topic::name, Function.identity()));

  private record Told(Letter letter, Fate fate) {}

  private final KafkaSettings kafka;
  private final PartitionReader reader;
  private final Map<String, Integer> partitions = new HashMap<>();
  private final Set<Origin> redriven = new HashSet<>();
  private final List<Told> batch = new ArrayList<>();

  public Redrive(KafkaSettings kafka) {
    this.kafka = kafka;
    this.reader = new PartitionReader(kafka);
  }

  /**
   * Puts the chosen letters back that are there now.
   *
   * @param listener told of each chosen letter, after its fate is committed
   * @throws IllegalStateException if another run took over
   * @throws KafkaException        if Kafka does not do its part; what was told is done, the rest is not
   */
  public void run(Choice choice, BiConsumer<Letter, Fate> listener) {
    Map<String, Object> settings = kafka.producer(NAME);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, NAME);
    try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions(); // ends what a killed run left open, and stops one that still runs
      readNotes();
      eachLetter(choice, letter -> {
        Fate fate = fate(letter, Fate.REDRIVEN);
        if (fate == Fate.REDRIVEN) putBack(producer, letter);
        batch.add(new Told(letter, fate));
        if (batch.size() == BATCH_MAX) commit(producer, listener);
      });
      commit(producer, listener);
    } catch (ProducerFencedException e) {
      throw new IllegalStateException("another redrive has taken over", e);
    }
  }

  /** Says what a run would do, and does nothing. */
  public void dryRun(Choice choice, BiConsumer<Letter, Fate> listener) {
    readNotes();
    eachLetter(choice, letter -> {
      listener.accept(letter, fate(letter, Fate.WOULD_BE_REDRIVEN));
      redriven.add(letter.origin());
    });
  }

  private void readNotes() {
    reader.readAll(LETTERS, 0, record -> {
      if (record.headers().lastHeader(DeadLetters.REDRIVEN) != null)
        Origin.of(record.headers()).ifPresent(redriven::add);
    });
  }

  private void eachLetter(Choice choice, Consumer<Letter> action) {
    reader.readAll(LETTERS, 0, record -> Letter.of(record).filter(choice::includes).ifPresent(action));
  }

  private Fate fate(Letter letter, Fate otherwise) {
    Origin origin = letter.origin();
    if (redriven.contains(origin)) return Fate.ALREADY_REDRIVEN;
    if (!letter.whole()) return Fate.CUT;
    Topic<?> topic = CATALOGUE.get(origin.topic());
    if (topic == null || origin.partition() >= partitions.computeIfAbsent(topic.name(), reader::partitions))
      return Fate.NO_SUCH_PLACE;
    return topic.compacted() && isSuperseded(letter) ? Fate.SUPERSEDED : otherwise;
  }

  private boolean isSuperseded(Letter letter) {
    Origin origin = letter.origin();
    var newer = new boolean[1];
    reader.readAll(new TopicPartition(origin.topic(), origin.partition()), origin.offset() + 1,
        record -> newer[0] |= Arrays.equals(record.key(), letter.record().key()));
    return newer[0];
  }

  private void putBack(Producer<byte[], byte[]> producer, Letter letter) {
    boolean begun = batch.stream().anyMatch(told -> told.fate() == Fate.REDRIVEN);
    if (!begun) producer.beginTransaction();
    Origin origin = letter.origin();
    var _ = producer.send(new ProducerRecord<>(origin.topic(), origin.partition(), letter.record().key(),
        letter.record().value(), DeadLetters.originHeaders(letter.record().headers())));
    var note = new ProducerRecord<byte[], byte[]>(LETTERS.topic(), LETTERS.partition(), null, null);
    note.headers().add(DeadLetters.ORIGIN_TOPIC, bytes(origin.topic()))
        .add(DeadLetters.ORIGIN_PARTITION, bytes(Integer.toString(origin.partition())))
        .add(DeadLetters.ORIGIN_OFFSET, bytes(Long.toString(origin.offset())))
        .add(DeadLetters.REDRIVEN, bytes(Long.toString(letter.record().offset())));
    var _ = producer.send(note);
    redriven.add(origin);
  }

  private void commit(Producer<byte[], byte[]> producer, BiConsumer<Letter, Fate> listener) {
    if (batch.stream().anyMatch(told -> told.fate() == Fate.REDRIVEN)) producer.commitTransaction();
    batch.forEach(told -> listener.accept(told.letter(), told.fate()));
    batch.clear();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
