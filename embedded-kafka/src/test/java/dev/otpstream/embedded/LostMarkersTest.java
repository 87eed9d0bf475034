package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction that is overdue when its broker starts. This one looks for such so often that it finds it before the
 * partitions have a leader, and then forgets to tell them.
 */
class LostMarkersTest {
  private static final String TOPIC = "orders";
  private static final int PARTITIONS = 12;

  @TempDir
  private Path folder;

  @Test void readersGetPastATransactionThatABrokerEndedInTheMomentOfItsStart() throws Exception {
    int port = Ports.claim(0, "test");
    String servers = "127.0.0.1:" + port;
    try (var broker = BrokerProcess.start(folder, Map.of("OTP_KAFKA_PORT", String.valueOf(port),
        "OTP_BROKER_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "5"))) {
      try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get(30, TimeUnit.SECONDS);
      }
      var producer = new KafkaProducer<>(Map.of("bootstrap.servers", servers, "transactional.id", "left",
          "transaction.timeout.ms", "1500"), new StringSerializer(), new StringSerializer());
      producer.initTransactions();
      producer.beginTransaction();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        var _ = producer.send(new ProducerRecord<>(TOPIC, partition, "k", "never committed"));
      }
      producer.flush();
      broker.kill();
      producer.close(Duration.ZERO);
      broker.startAgain(); // takes longer than the transaction may
      assertEveryPartitionCanBeReadToItsEnd(servers);
    }
  }

  private static void assertEveryPartitionCanBeReadToItsEnd(String servers) {
    try (var reader = new KafkaConsumer<>(Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
        new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> all = reader.partitionsFor(TOPIC).stream()
          .map(partition -> new TopicPartition(TOPIC, partition.partition())).toList();
      reader.assign(all);
      reader.seekToBeginning(all);
      await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
        assertThat(reader.poll(Duration.ofMillis(200))).isEmpty();
        assertThat(all).allMatch(partition -> reader.position(partition) > 1); // past the record and its marker
      });
    }
  }
}
