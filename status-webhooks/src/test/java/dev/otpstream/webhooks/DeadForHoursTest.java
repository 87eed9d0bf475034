package dev.otpstream.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A receiver is dead for six hours while 5,000 messages finish and the service is killed five times; a thousandth of the
 * product's own times makes it seconds. Its neighbour is healthy all the while.
 */
class DeadForHoursTest {
  private static final int SCALE = 1000;
  private static final Duration SIX_HOURS = Duration.ofHours(6).dividedBy(SCALE);
  /** Shorter than the scheduler waits before it counts a call as lost: no kill may take one with it. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int MESSAGES = 5_000;
  private static final int EVENTS = 2;
  private static final int BATCH = 30;
  private static final int BATCH_EVERY_MS = 100;
  private static final int KILLS = 5;
  private static final long FIRST = 1025;

  @Test void everyEventArrivesInItsPlaceAndTheNeighbourIsServedMeanwhile(@TempDir Path folder) {
    Path keyFile = folder.resolve("keys.json");
    Keys keys = KeyFile.loadOrCreate(keyFile);
    try (var kafka = TestKafka.start();
        var dead = new Receiver(503);
        var healthy = new Receiver(200);
        var producer = producer(kafka);
        var pace = Executors.newSingleThreadScheduledExecutor();
        var neighbour = new Neighbour(producer, keys, healthy)) {
      Map<String, String> environment = environment(kafka, keyFile, folder);
      knowAccount(kafka, producer, keys);
      Instant aliveAgain = Instant.MAX;
      for (int kill = 1; kill <= KILLS; kill++)
        try (var service = new WebhooksProcess(environment)) {
          if (kill == 1) {
            produce(pace, producer, keys, dead);
            aliveAgain = Instant.now().plus(SIX_HOURS);
            neighbour.start("during the kills");
          }
          awaitNews(healthy, service);
        }
      try (var last = new WebhooksProcess(environment)) {
        await(last, () -> neighbour.missing().size() < 20); // as many as are always under way
        neighbour.enters("beside the dead receiver");
        Instant end = aliveAgain;
        int enough = healthy.calls().size() + 250;
        await(last, () -> Instant.now().isAfter(end) && healthy.calls().size() > enough);
        assertThat(dead.taken()).isEmpty();
        neighbour.enters("while the other catches up");
        dead.answers(200);
        await(last, () -> new LinkedHashSet<>(dead.taken()).size() == MESSAGES * EVENTS);
        neighbour.stop();
        await(last, () -> neighbour.missing().isEmpty());
      }
      assertThat(dead.calls().stream().map(Receiver.Call::eventId)).allMatch(DeadForHoursTest::isKnown);
      assertFirstsInOrder(dead.taken());
      System.out.printf("%s%nhealthy neighbour over six hours with %d kills: p99 %d ms%n", neighbour.report(), KILLS,
          neighbour.p99Ms(SIX_HOURS.multipliedBy(SCALE)));
    }
  }

  private static Map<String, String> environment(TestKafka kafka, Path keyFile, Path folder) {
    var environment = new HashMap<>(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "SCHEMA_REGISTRY_URL",
        kafka.registryUrl(), "OTP_SEALING_KEYS", keyFile.toString(), "OTP_PARTITIONS", "2", "OTP_REPLICATION_FACTOR",
        "1", "OTP_STATE_DIR", folder.resolve("state").toString(), "OTP_INSTANCE_ID", "one"));
    environment.putAll(Map.of("WEBHOOK_ALLOW_PRIVATE", "true", "WEBHOOK_IN_FLIGHT_MAX", "256", "WEBHOOK_RETRY_DELAYS",
        "5ms,30ms,120ms,600ms,3600ms,10800ms,43200ms,86400ms", "WEBHOOK_GIVE_UP_AFTER", "259200ms",
        "WEBHOOK_SWITCH_OFF_AFTER", "259200ms", "WEBHOOK_LANE_PAUSE_MAX", "60ms"));
    return environment;
  }

  private static KafkaProducer<String, Object> producer(TestKafka kafka) {
    var serdes = new RecordSerdes(SchemaRegistry.from(RegistrySettings.of(kafka.registryUrl(), "").asMap()));
    return new KafkaProducer<>(KafkaSettings.of(kafka.bootstrapServers()).producer("engine"), new StringSerializer(),
        new AnyRecord(serdes));
  }

  /** Before the first event: hooks of an account that nobody knows cannot be signed, and are given up. */
  private static void knowAccount(TestKafka kafka, KafkaProducer<String, Object> producer, Keys keys) {
    var registry = RegistrySettings.of(kafka.registryUrl(), "");
    new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), keys,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 2, (short) 1).ensureTopics();
    var _ = producer.send(new ProducerRecord<>(Topics.ACCOUNTS.name(), HookFixtures.ACCOUNT,
        HookFixtures.account(keys, HookFixtures.SECRET)));
    producer.flush();
  }

  /** Messages go on finishing while the receiver is dead. */
  private static void produce(ScheduledExecutorService pace, KafkaProducer<String, Object> producer, Keys keys,
      Receiver receiver) {
    var next = new AtomicLong(FIRST);
    var _ = pace.scheduleAtFixedRate(() -> {
      for (int i = 0; i < BATCH && next.get() < FIRST + MESSAGES; i++) {
        long message = next.getAndIncrement();
        var _ = send(producer, keys, receiver, message, 1, StatusType.DELIVERED, MessageState.DELIVERED);
        var _ = send(producer, keys, receiver, message, 2, StatusType.VERIFIED, MessageState.VERIFIED);
      }
    }, 0, BATCH_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  static Future<RecordMetadata> send(KafkaProducer<String, Object> producer, Keys keys, Receiver receiver, long message,
      int sequence,
      StatusType type, MessageState state) {
    return producer.send(new ProducerRecord<>(Topics.WEBHOOKS.name(), Long.toString(message),
        HookFixtures.due(keys, "native", receiver.url(), HookFixtures.event(message, sequence, type, state))));
  }

  /** Waits until the service does its work, so that a kill hits something. */
  private static void awaitNews(Receiver healthy, WebhooksProcess service) {
    int before = healthy.calls().size();
    await(service, () -> healthy.calls().size() > before + 20);
  }

  private static void await(WebhooksProcess service, BooleanSupplier condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
      assertThat(service.isAlive()).as("the service lives").isTrue();
      return condition.getAsBoolean();
    });
  }

  private static boolean isKnown(String eventId) {
    int dash = eventId.indexOf('-');
    long message = Long.parseLong(eventId.substring(0, dash));
    int sequence = Integer.parseInt(eventId.substring(dash + 1));
    return message >= FIRST && message < FIRST + MESSAGES && sequence >= 1 && sequence <= EVENTS;
  }

  /** An event may come twice, but never for the first time before the one it follows. */
  private static void assertFirstsInOrder(List<String> taken) {
    Set<String> seen = new LinkedHashSet<>();
    for (String eventId : taken) {
      if (eventId.endsWith("-2")) assertThat(seen).contains(eventId.replaceFirst("-2$", "-1"));
      seen.add(eventId);
    }
  }
}
