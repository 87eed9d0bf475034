package dev.otpstream.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookFailed;
import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on a real broker, with real receivers. */
class StatusWebhooksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MESSAGES = 100;

  @TempDir
  static Path folder;
  private static TestKafka kafka;
  private static Keys keys;
  private static KafkaProducer<String, Object> producer;
  private static long nextMessage = 1025;

  @BeforeAll static void start() {
    kafka = TestKafka.start();
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    platform().ensureTopics();
    producer = new KafkaProducer<>(KafkaSettings.of(kafka.bootstrapServers()).producer("engine"),
        new StringSerializer(), new AnyRecord(platform().serdes()));
    var _ = producer.send(new ProducerRecord<>(Topics.ACCOUNTS.name(), HookFixtures.ACCOUNT,
        HookFixtures.account(keys, HookFixtures.SECRET)));
    producer.flush();
  }

  @AfterAll static void stop() {
    producer.close();
    kafka.close();
  }

  @Test void eventsArriveSignedAndInOrder() throws Exception {
    try (var receiver = new Receiver(200); var service = service(Map.of())) {
      awaitReady(service);
      List<Long> messages = messages(10);
      for (int sequence = 1; sequence <= 3; sequence++)
        for (long message : messages)
          due(message, sequence, message % 2 == 0 ? "alphasms" : "native", receiver);
      await().atMost(PATIENCE).until(() -> receiver.taken().size() == 30);
      assertInOrder(receiver.taken(), messages, 3);
      for (Receiver.Call call : receiver.calls())
        new Webhook(HookFixtures.SECRET).verify(call.body(), call.headers());
    }
  }

  @Test void aDeadReceiverDelaysNobodyElse() {
    try (var dead = new Receiver(Receiver.SILENCE); var healthy = new Receiver(204); var service = service(Map.of())) {
      awaitReady(service);
      List<Long> lost = messages(MESSAGES);
      List<Long> messages = messages(MESSAGES);
      for (long message : lost)
        due(message, 1, "native", dead);
      await().atMost(PATIENCE).until(() -> !dead.calls().isEmpty());
      for (int i = 0; i < MESSAGES; i++) {
        due(messages.get(i), 1, "native", healthy);
        due(lost.get(i), 2, "native", dead);
      }
      await().atMost(PATIENCE).until(() -> healthy.taken().size() == MESSAGES);
      assertThat(dead.calls().size()).isLessThan(MESSAGES / 2);
    }
  }

  @Test void aRestartLosesNothing() {
    try (var receiver = new Receiver(500)) {
      List<Long> messages = messages(MESSAGES);
      try (var service = service(Map.of())) {
        awaitReady(service);
        for (int sequence = 1; sequence <= 3; sequence++)
          for (long message : messages)
            due(message, sequence, "native", receiver);
        await().atMost(PATIENCE).until(() -> receiver.calls().size() > 10);
      }
      receiver.answers(200);
      try (var service = service(Map.of("OTP_STATE_DIR", folder.resolve("other").toString()))) {
        awaitReady(service);
        await().atMost(PATIENCE).until(() -> new LinkedHashSet<>(receiver.taken()).size() == 3 * MESSAGES);
        assertInOrder(receiver.taken(), messages, 3);
      }
    }
  }

  @Test void aHookIntoOurNetworkIsListedAndNotCalled() {
    try (var inside = new Receiver(200);
        var service = service(Map.of("WEBHOOK_ALLOW_PRIVATE", "false", "WEBHOOK_PORTS", "1-65535"))) {
      awaitReady(service);
      long message = messages(1).getFirst();
      due(message, 1, "native", inside);
      WebhookFailed failed = awaitFailed(message);
      assertThat(failed.getReason()).isEqualTo(WebhookFailure.FORBIDDEN);
      assertThat(failed.getDetail()).isEqualTo("address-loopback");
      assertThat(inside.calls()).isEmpty();
    }
  }

  private static Platform platform() {
    var registry = RegistrySettings.of("mock://status-webhooks", "");
    return new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), keys,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 2, (short) 1);
  }

  private static Service service(Map<String, String> settings) {
    var variables = new HashMap<>(Map.of("WEBHOOK_ALLOW_PRIVATE", "true", "WEBHOOK_RETRY_DELAYS", "200ms,500ms,1s",
        "WEBHOOK_LANE_PAUSE_MAX", "1s", "WEBHOOK_CALL_TIMEOUT", "5s", "OTP_STATE_DIR",
        folder.resolve("state").toString()));
    variables.putAll(settings);
    return StatusWebhooks.start(Env.of(variables), platform());
  }

  private static void awaitReady(Service service) {
    await().atMost(PATIENCE).until(() -> service.readiness().ready());
  }

  private static List<Long> messages(int count) {
    var messages = new ArrayList<Long>();
    for (int i = 0; i < count; i++)
      messages.add(nextMessage++);
    return messages;
  }

  private static void due(long message, int sequence, String format, Receiver receiver) {
    WebhookDue due = HookFixtures.due(keys, format, receiver.url(),
        HookFixtures.event(message, sequence, StatusType.DELIVERED, MessageState.DELIVERED));
    var _ = producer.send(new ProducerRecord<>(Topics.WEBHOOKS.name(), Long.toString(message), due));
  }

  /** Each event at least once, and each for the first time in its place. */
  private static void assertInOrder(List<String> taken, List<Long> messages, int events) {
    Map<String, List<String>> firsts = new LinkedHashMap<>();
    for (String eventId : new LinkedHashSet<>(taken))
      firsts.computeIfAbsent(eventId.replaceFirst("-.*", ""), _ -> new ArrayList<>()).add(eventId);
    for (long message : messages) {
      var expected = new ArrayList<String>();
      for (int sequence = 1; sequence <= events; sequence++)
        expected.add(message + "-" + sequence);
      assertThat(firsts.get(Long.toString(message))).isEqualTo(expected);
    }
  }

  private static WebhookFailed awaitFailed(long message) {
    var settings = KafkaSettings.of(kafka.bootstrapServers()).consumer("test", "test-" + message);
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(),
        platform().serdes().deserializer(Topics.WEBHOOK_FAILED))) {
      consumer.subscribe(List.of(Topics.WEBHOOK_FAILED.name()));
      var found = new ArrayList<WebhookFailed>();
      await().atMost(PATIENCE).until(() -> {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
          if (record.value().getDue().getEvent().getMessageId() == message) found.add(record.value());
        });
        return !found.isEmpty();
      });
      return found.getFirst();
    }
  }
}
