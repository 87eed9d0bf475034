package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.embedded.testing.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker's own process leaves behind when it is killed, and when it is asked to stop. */
class KilledBrokerTest {
  @TempDir
  private Path folder;

  private final Map<String, String> settings = Map.of("OTP_KAFKA_PORT", String.valueOf(FreePorts.next()));
  private final NumbersTopic topic = new NumbersTopic("127.0.0.1:" + settings.get("OTP_KAFKA_PORT"));

  @Test void aProducerGoesOnOverAKilledBrokerAndNothingIsLostOrDoubled() throws InterruptedException {
    try (var broker = broker(); var flow = new Flow()) {
      flow.awaitAcknowledged(2_000);

      broker.kill();
      int acknowledgedBefore = flow.acknowledged();
      broker.startAgain();

      flow.awaitAcknowledged(acknowledgedBefore + 2_000);
      int sent = flow.stop();
      assertThat(topic.readAll()).isEqualTo(IntStream.range(0, sent).boxed().toList());
    }
  }

  @Test void anOpenTransactionOfAKilledBrokerIsNeverSeen() {
    Map<String, Object> transactional = Map.of("transactional.id", "writer");
    try (var broker = broker(); var writer = topic.producer(transactional)) {
      writer.initTransactions();
      inTransaction(writer, 1);
      writer.beginTransaction();
      NumbersTopic.await(writer.send(new ProducerRecord<>(topic.name(), 2)));

      broker.kill();
      broker.startAgain();

      try (var successor = topic.producer(transactional)) {
        successor.initTransactions();
        inTransaction(successor, 3);
      }
      assertThat(topic.readAll()).containsExactly(1, 3);
    }
  }

  @Test void itsRegistryKnowsAfterAKillWhatItHadAnswered() {
    Map<String, String> withRegistry = new HashMap<>(settings);
    withRegistry.put("OTP_REGISTRY_PORT", "0");
    try (var broker = BrokerProcess.start(folder, withRegistry)) {
      int id = register(broker.registryUrl(), "\"string\"");

      broker.kill();
      broker.startAgain();

      assertThat(register(broker.registryUrl(), "\"string\"")).isEqualTo(id);
      assertThat(register(broker.registryUrl(), "\"bytes\"")).isEqualTo(id + 1);
    }
  }

  @Test void askedToStopItStopsCleanly() {
    try (var broker = broker()) {
      topic.append(5);

      assertThat(broker.stop()).isEqualTo(128 + 15); // ended by SIGTERM, after its shutdown hook
      assertThat(folder.resolve("kafka/.kafka_cleanshutdown")).exists();
    }
  }

  /** Running, with our topic. */
  private BrokerProcess broker() {
    var broker = BrokerProcess.start(folder, settings);
    topic.createIfMissing();
    return broker;
  }

  private static int register(String registryUrl, String schema) {
    try (var client = new RegistryClient(registryUrl, Map.of())) {
      return client.postSchema("/subjects/killed/versions", schema).body().path("id").asInt();
    }
  }

  private void inTransaction(KafkaProducer<Integer, Integer> writer, int number) {
    writer.beginTransaction();
    var _ = writer.send(new ProducerRecord<>(topic.name(), number));
    writer.commitTransaction();
  }

  /** Sends 0, 1, 2 … until stopped, with a producer that outlives the broker. */
  private final class Flow implements AutoCloseable {
    private final KafkaProducer<Integer, Integer> producer = topic.producer(Map.of("max.block.ms", 60_000));
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();
    private final Semaphore inFlight = new Semaphore(500);
    private final Thread sending = Thread.ofVirtual().start(this::send);

    private void send() {
      while (!stopped.get()) {
        inFlight.acquireUninterruptibly();
        var _ = producer.send(new ProducerRecord<>(topic.name(), sent.getAndIncrement()), (_, failure) -> {
          inFlight.release();
          if (failure == null) {
            acknowledged.incrementAndGet();
          }
        });
      }
    }

    int acknowledged() {
      return acknowledged.get();
    }

    void awaitAcknowledged(int atLeast) {
      await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged() >= atLeast);
    }

    /** Ends the flow; all that was sent is acknowledged. Answers how many that were. */
    int stop() throws InterruptedException {
      stopped.set(true);
      sending.join();
      producer.flush();
      assertThat(acknowledged()).isEqualTo(sent.get());
      return sent.get();
    }

    @Override public void close() {
      stopped.set(true);
      producer.close(Duration.ZERO);
    }
  }
}
