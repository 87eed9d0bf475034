package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read, process, write, exactly once, as Kafka Streams does it. */
class TransactionsTest {
  private static final Duration POLL_TIMEOUT = Duration.ofSeconds(30);

  @TempDir
  private Path folder;

  @Test void whatIsReadProcessedAndWrittenInOneTransactionIsSeenOnceThoughTheFirstTryWasAborted() {
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(folder))) {
      var numbers = new NumbersTopic(broker.bootstrapServers(), "numbers");
      var doubled = new NumbersTopic(broker.bootstrapServers(), "doubled");
      numbers.createIfMissing();
      doubled.createIfMissing();
      numbers.append(1, 2, 3);

      doubleAll(numbers, doubled, false);
      doubleAll(numbers, doubled, true);

      assertThat(doubled.readAll()).containsExactly(2, 4, 6);
    }
  }

  private static void doubleAll(NumbersTopic from, NumbersTopic to, boolean commit) {
    Map<String, Object> group = Map.of("group.id", "doubling", "enable.auto.commit", false, "auto.offset.reset",
        "earliest");
    try (var consumer = from.consumer(group); var producer = to.producer(Map.of("transactional.id", "doubling"))) {
      consumer.subscribe(List.of(from.name()));
      producer.initTransactions();
      producer.beginTransaction();
      for (int left = 3; left > 0;) {
        left -= doubleSome(consumer, producer, to.name());
      }
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.flush();
        producer.abortTransaction();
      }
    }
  }

  private static int doubleSome(KafkaConsumer<Integer, Integer> consumer, KafkaProducer<Integer, Integer> producer,
      String to) {
    var records = consumer.poll(POLL_TIMEOUT);
    assertThat(records).as("records within %s", POLL_TIMEOUT).isNotEmpty();
    var done = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (ConsumerRecord<Integer, Integer> each : records) {
      var _ = producer.send(new ProducerRecord<>(to, each.value() * 2));
      done.put(new TopicPartition(each.topic(), each.partition()), new OffsetAndMetadata(each.offset() + 1));
    }
    producer.sendOffsetsToTransaction(done, consumer.groupMetadata());
    return records.count();
  }
}
