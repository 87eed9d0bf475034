package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The messenger's limit of requests, with several workers of one token, as the messenger sees it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FourWorkersTest {
  private static final String ACCOUNT = "acme";
  private static final int PARTITIONS = 6;
  private static final int USERS = 10;
  @TempDir
  private Path folder;
  private TestKafka kafka;
  private Simulators simulators;
  private Keys keys;
  private final List<Service> workers = new ArrayList<>();

  @BeforeEach void start() {
    kafka = TestKafka.start();
    simulators = Simulators.start(SimulatorsConfig.defaults());
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    platform().ensureTopics();
  }

  @AfterEach void stop() {
    workers.forEach(Service::close);
    simulators.close();
    kafka.close();
  }

  @Test void theMessengerNeverSeesMoreThanItsLimitWhoeverComesAndGoes() {
    IntStream.rangeClosed(1, USERS).forEach(user -> simulators.max().start(user, null));
    for (int i = 0; i < 4; i++)
      workers.add(worker());
    int messages = 300;
    order(messages);
    until(() -> received() > messages / 4);
    workers.removeFirst().close(); // its turns go to the others
    until(() -> received() > messages / 2);
    workers.add(worker()); // and some to a new one

    until(() -> results().size() >= messages);
    assertThat(results()).hasSize(messages).extracting(DeliveryResult::getOutcome).containsOnly(DeliveryOutcome.SENT);
    assertThat(received()).as("each once").isEqualTo(messages);
    int busiest = simulators.max().busiestSecond();
    System.out.println("most requests in any second: " + busiest + " of " + Turns.COUNT);
    assertThat(busiest).as("requests in any second").isLessThanOrEqualTo(Turns.COUNT);
    assertThat(simulators.journal().counters().get(Simulators.MAX).getOrDefault("received sendMessage", 0L))
        .as("none was refused").isEqualTo(messages);
  }

  private long received() {
    return IntStream.rangeClosed(1, USERS).mapToLong(user -> simulators.messagesOf(Integer.toString(user)).size())
        .sum();
  }

  private Service worker() {
    Service worker = MaxChannel.start(Env.of(Map.of("MAX_API_URL", simulators.maxUrl().toString(), "MAX_BOT_TOKEN",
        simulators.maxToken(), "MAX_BOT_NAME", simulators.maxBotName(), "MAX_POLL_TIME", "2s", "MAX_REQUESTS_MAX",
        Integer.toString(Turns.COUNT))), platform());
    until(() -> worker.readiness().ready());
    return worker;
  }

  private Platform platform() {
    var registry = RegistrySettings.of("mock://max-workers", "");
    return new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), keys,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), PARTITIONS, (short) 1);
  }

  private void order(int count) {
    Platform platform = platform();
    try (var producer = new KafkaProducer<>(platform.kafka().producer("test"), new StringSerializer(),
        platform.serdes().serializer(Topics.DISPATCH_MAX))) {
      for (int i = 1; i <= count; i++) {
        Dispatch dispatch = dispatch(MessageIds.of(i, i % PARTITIONS), "max:" + (1 + i % USERS));
        var _ = producer.send(new ProducerRecord<>(Topics.DISPATCH_MAX.name(),
            Long.toString(dispatch.getMessageId()), dispatch));
      }
    }
  }

  private Dispatch dispatch(long messageId, String recipient) {
    Instant now = Instant.now();
    return Dispatch.newBuilder().setMessageId(messageId).setDispatch(1).setAccountId(ACCOUNT).setChannel("max")
        .setRecipient(ByteBuffer.wrap(keys.seal(recipient, Contexts.recipient(ACCOUNT)))).setRecipientMasked("max:**")
        .setCode(ByteBuffer.wrap(keys.seal("471100", Contexts.code(messageId)))).setAcceptedAt(now)
        .setExpiresAt(now.plus(Duration.ofMinutes(5))).build();
  }

  private List<DeliveryResult> results() {
    Platform platform = platform();
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test"), new StringDeserializer(),
        platform.serdes().deserializer(Topics.DELIVERY_RESULTS))) {
      var partitions = IntStream.range(0, PARTITIONS)
          .mapToObj(partition -> new TopicPartition(Topics.DELIVERY_RESULTS.name(), partition)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      var found = new ArrayList<DeliveryResult>();
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
        consumer.poll(Duration.ofMillis(50)).forEach(record -> found.add(record.value()));
      return found;
    }
  }

  private static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100)).until(condition);
  }
}
