package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed broker's coordinator calls ended is ended in every partition before the first client is answered. */
class LostMarkersTest {
  private static final String TOPIC = "orders";
  private static final String TRANSACTION = "left";
  private static final List<TopicPartition> PARTITIONS = IntStream.range(0, 12)
      .mapToObj(partition -> new TopicPartition(TOPIC, partition)).toList();
  /** The last version that asks for the transaction instead of adding the partition to it. */
  private static final short PRODUCE_WITHOUT_ADDING = 11;

  @TempDir
  private Path folder;
  private BrokerProcess broker;
  private String servers;
  private KafkaProducer<String, String> producer;

  @BeforeEach void start() throws Exception {
    int port = FreePorts.next();
    servers = "127.0.0.1:" + port;
    broker = BrokerProcess.start(folder, Map.of("OTP_KAFKA_PORT", String.valueOf(port),
        // so often that it finds what is overdue before partitions have a leader, and then forgets to tell them
        "OTP_BROKER_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "5",
        // lets a record into a transaction that its coordinator does not hear of
        "OTP_BROKER_TRANSACTION_PARTITION_VERIFICATION_ENABLE", "false"));
    try (var admin = admin()) {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS.size(), (short) 1))).all().get(30, TimeUnit.SECONDS);
    }
    producer = new KafkaProducer<>(Map.of("bootstrap.servers", servers, "transactional.id", TRANSACTION,
        "transaction.timeout.ms", "1500"), new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    producer.beginTransaction();
  }

  @AfterEach void stop() {
    producer.close(Duration.ZERO);
    broker.close();
  }

  @Test void aTransactionThatWasAbortedInTheMomentOfTheStartIsAbortedEverywhere() throws Exception {
    for (TopicPartition partition : PARTITIONS) {
      var _ = producer.send(new ProducerRecord<>(TOPIC, partition.partition(), "k", "never committed"));
    }
    producer.flush();
    broker.kill();
    broker.startAgain(); // takes longer than the transaction may

    assertThat(openPartitions()).isEmpty();
    assertThat(committed()).isEmpty();
  }

  @Test void aTransactionThatWasCommittedIsCommittedWhereItWasForgotten() throws Exception {
    producer.send(new ProducerRecord<>(TOPIC, 0, "k", "known")).get(30, TimeUnit.SECONDS);
    appendUnknownToItsCoordinator(PARTITIONS.get(1), "forgotten");
    producer.commitTransaction();
    await().untilAsserted(() -> assertThat(openPartitions()).containsExactly(PARTITIONS.get(1)));
    broker.kill();
    broker.startAgain();

    assertThat(openPartitions()).isEmpty();
    assertThat(committed()).containsExactlyInAnyOrder("known", "forgotten");
  }

  @Test void whatItsCoordinatorNeverHeardOfIsAborted() throws Exception {
    producer.send(new ProducerRecord<>(TOPIC, 0, "k", "known")).get(30, TimeUnit.SECONDS);
    producer.commitTransaction();
    await().untilAsserted(() -> assertThat(openPartitions()).isEmpty());
    appendUnknownToItsCoordinator(PARTITIONS.get(1), "of the next transaction");
    assertThat(openPartitions()).containsExactly(PARTITIONS.get(1));
    broker.kill();
    broker.startAgain();

    assertThat(openPartitions()).isEmpty();
    assertThat(committed()).containsExactly("known");
  }

  private void appendUnknownToItsCoordinator(TopicPartition partition, String value) throws Exception {
    try (var admin = admin()) {
      TransactionDescription open = admin.describeTransactions(List.of(TRANSACTION)).description(TRANSACTION).get(30,
          TimeUnit.SECONDS);
      Node leader = admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).iterator().next();
      append(leader, partition, MemoryRecords.withTransactionalRecords(Compression.NONE, open.producerId(),
          (short) open.producerEpoch(), 0, new SimpleRecord(value.getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static void append(Node leader, TopicPartition partition, MemoryRecords records) throws IOException {
    var topics = new TopicProduceDataCollection();
    topics.add(new TopicProduceData().setName(partition.topic()).setPartitionData(List.of(new PartitionProduceData()
        .setIndex(partition.partition()).setRecords(records))));
    var data = new ProduceRequestData().setTransactionalId(TRANSACTION).setAcks((short) -1).setTimeoutMs(10_000)
        .setTopicData(topics);
    ProduceRequest request = new ProduceRequest.Builder(PRODUCE_WITHOUT_ADDING, PRODUCE_WITHOUT_ADDING, data)
        .build(PRODUCE_WITHOUT_ADDING);
    var response = (ProduceResponse) Exchange.with(leader, request);
    assertThat(response.errorCounts()).containsOnlyKeys(Errors.NONE);
  }

  /** Asked once: who is let in must find everything ended. */
  private List<TopicPartition> openPartitions() throws Exception {
    try (var admin = admin()) {
      return admin.describeProducers(PARTITIONS).all().get(30, TimeUnit.SECONDS).entrySet().stream()
          .filter(partition -> partition.getValue().activeProducers().stream()
              .map(ProducerState::currentTransactionStartOffset).anyMatch(start -> start.isPresent()))
          .map(Map.Entry::getKey).toList();
    }
  }

  /** What readers of committed records see, each of which must get to the end of its partition. */
  private List<String> committed() {
    var values = new ArrayList<String>();
    try (var reader = new KafkaConsumer<>(Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
        new StringDeserializer(), new StringDeserializer())) {
      reader.assign(PARTITIONS);
      reader.seekToBeginning(PARTITIONS);
      Map<TopicPartition, Long> ends = reader.endOffsets(PARTITIONS);
      await().atMost(Duration.ofSeconds(30)).until(() -> {
        reader.poll(Duration.ofMillis(200)).forEach(found -> values.add(found.value()));
        return PARTITIONS.stream().allMatch(partition -> reader.position(partition) >= ends.get(partition));
      });
    }
    return values;
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", servers));
  }
}
