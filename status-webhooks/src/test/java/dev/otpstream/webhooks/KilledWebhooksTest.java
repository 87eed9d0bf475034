package dev.otpstream.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service dies as by {@code kill -9} while it is calling. */
class KilledWebhooksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int MESSAGES = 100;
  private static final int EVENTS = 3;

  @Test void everyEventArrivesInItsPlace(@TempDir Path folder) throws Exception {
    Path keyFile = folder.resolve("keys.json");
    Keys keys = KeyFile.loadOrCreate(keyFile);
    try (var kafka = TestKafka.start(); var receiver = new Receiver(200)) {
      Map<String, String> environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
          "SCHEMA_REGISTRY_URL", kafka.registryUrl(), "OTP_SEALING_KEYS", keyFile.toString(), "OTP_PARTITIONS", "2",
          "OTP_REPLICATION_FACTOR", "1", "OTP_STATE_DIR", folder.resolve("state").toString(), "OTP_INSTANCE_ID", "one",
          "WEBHOOK_ALLOW_PRIVATE", "true", "WEBHOOK_IN_FLIGHT_MAX", "16", "WEBHOOK_RETRY_DELAYS", "500ms");
      try (var service = new WebhooksProcess(environment)) {
        produce(kafka, keys, receiver);
        await().atMost(PATIENCE).until(() -> receiver.taken().size() >= MESSAGES);
        assertThat(service.isAlive()).isTrue();
      }
      int takenAtTheKill = new LinkedHashSet<>(receiver.taken()).size();
      try (var _ = new WebhooksProcess(environment)) {
        await().atMost(PATIENCE).until(() -> new LinkedHashSet<>(receiver.taken()).size() == MESSAGES * EVENTS);
      }
      assertThat(takenAtTheKill).isLessThan(MESSAGES * EVENTS); // or the kill hit nothing
      assertInOrder(receiver.taken());
      for (Receiver.Call call : receiver.calls())
        new Webhook(HookFixtures.SECRET).verify(call.body(), call.headers());
    }
  }

  private static void produce(TestKafka kafka, Keys keys, Receiver receiver) {
    var serdes = new RecordSerdes(SchemaRegistry.from(RegistrySettings.of(kafka.registryUrl(), "").asMap()));
    var settings = KafkaSettings.of(kafka.bootstrapServers()).producer("engine");
    try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new AnyRecord(serdes))) {
      var _ = producer.send(new ProducerRecord<>(Topics.ACCOUNTS.name(), HookFixtures.ACCOUNT,
          HookFixtures.account(keys, HookFixtures.SECRET)));
      for (int sequence = 1; sequence <= EVENTS; sequence++)
        for (long message = 1025; message < 1025 + MESSAGES; message++) {
          var _ = producer.send(new ProducerRecord<>(Topics.WEBHOOKS.name(), Long.toString(message),
              HookFixtures.due(keys, "native", receiver.url(),
                  HookFixtures.event(message, sequence, StatusType.DELIVERED, MessageState.DELIVERED))));
        }
    }
  }

  /** What each message's receiver sees for the first time comes in order. */
  private static void assertInOrder(List<String> taken) {
    Set<String> seen = new LinkedHashSet<>();
    for (String eventId : taken) {
      int dash = eventId.indexOf('-');
      int sequence = Integer.parseInt(eventId.substring(dash + 1));
      if (sequence > 1) assertThat(seen).contains(eventId.substring(0, dash + 1) + (sequence - 1));
      seen.add(eventId);
    }
  }
}
