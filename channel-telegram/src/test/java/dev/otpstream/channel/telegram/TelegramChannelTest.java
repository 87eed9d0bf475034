package dev.otpstream.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Receipt.Status;
import dev.otpstream.simulators.stage.Step;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole worker: from a dispatch on Kafka through the simulated gateway to results on Kafka. */
class TelegramChannelTest {
  private static final String ACCOUNT = "acme";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static TestKafka kafka;
  private static Simulators simulators;
  private static Platform platform;
  private static Service worker;

  @BeforeAll static void start(@TempDir Path folder) {
    kafka = TestKafka.start();
    simulators = Simulators.start(SimulatorsConfig.defaults());
    var registry = RegistrySettings.of("mock://telegram", "");
    platform = new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), KeyFile.loadOrCreate(folder.resolve("keys.json")),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 2, (short) 1);
    worker = TelegramChannel.start(Env.of(Map.of("TELEGRAM_GATEWAY_URL", simulators.telegramGatewayUrl().toString(),
        "TELEGRAM_GATEWAY_TOKEN", simulators.telegramGatewayToken())), platform);
  }

  @AfterAll static void stop() {
    worker.close();
    simulators.close();
    kafka.close();
  }

  @Test void aCodeIsSentDeliveredAndRead() {
    simulators.script(Simulators.TELEGRAM_GATEWAY, "+380501110001", Step.read(Duration.ofMillis(20)));
    long message = order(1, "+380501110001", "4711");

    assertThat(resultsOf(message, 3)).extracting(DeliveryResult::getOutcome)
        .containsExactlyInAnyOrder(DeliveryOutcome.SENT, DeliveryOutcome.DELIVERED, DeliveryOutcome.READ);
    assertThat(simulators.messagesOf("+380501110001")).singleElement()
        .satisfies(sent -> assertThat(sent.code()).isEqualTo("4711"));
  }

  @Test void aMessageThatExpiresIsUndelivered() {
    simulators.script(Simulators.TELEGRAM_GATEWAY, "+380501110002", Step.fail(Status.EXPIRED, Duration.ofMillis(20)));
    long message = order(2, "+380501110002", "4711");

    DeliveryResult undelivered = resultsOf(message, 2).stream()
        .filter(result -> result.getOutcome() == DeliveryOutcome.UNDELIVERED).findFirst().orElseThrow();
    assertThat(undelivered.getReason()).isEqualTo(Reason.EXPIRED);
    assertThat(undelivered.getProviderCode()).isEqualTo("expired");
  }

  @Test void aNumberWithoutTelegramIsRefused() {
    simulators.script(Simulators.TELEGRAM_GATEWAY, "+380501110003", Step.refuse("PHONE_NUMBER_NOT_AVAILABLE"));
    long message = order(3, "+380501110003", "4711");

    DeliveryResult refused = resultsOf(message, 1).getFirst();
    assertThat(refused.getOutcome()).isEqualTo(DeliveryOutcome.REFUSED);
    assertThat(refused.getReason()).isEqualTo(Reason.RECIPIENT_UNREACHABLE);
    assertThat(refused.getProvider()).isEqualTo("telegram-gateway");
  }

  @Test void itIsReadyOnceItHasPartitions() {
    Awaitility.await().atMost(PATIENCE).until(() -> worker.readiness().ready());
    assertThat(worker.name()).isEqualTo("channel-telegram");
  }

  @Test void itDoesNotStartWithoutAToken() {
    assertThatThrownBy(() -> TelegramChannel.start(Env.of(Map.of()), platform)).isInstanceOf(Env.BadSettings.class)
        .hasMessageContaining("TELEGRAM_GATEWAY_TOKEN");
  }

  @Test void onlyAGatewayOnThisMachineIsToldOurOwnAddress() {
    var server = new ReportServer(TelegramSetting.config(simulators.telegramGatewayUrl(), Map.of()), _ -> null,
        Instant::now);
    try (server) {
      var local = TelegramSetting.config(simulators.telegramGatewayUrl(), Map.of());
      var remote = TelegramSetting.config(TelegramConfig.URL_DEFAULT, Map.of());
      var published = TelegramSetting.config(TelegramConfig.URL_DEFAULT,
          Map.of("TELEGRAM_GATEWAY_CALLBACK_URL", "https://otp.example/telegram/reports"));
      assertThat(TelegramChannel.callbackUrl(local, server)).contains(server.localUrl());
      assertThat(TelegramChannel.callbackUrl(remote, server)).isEmpty();
      assertThat(TelegramChannel.callbackUrl(published, server)).isEqualTo(published.callbackUrl());
    }
  }

  private static long order(int number, String phone, String code) {
    long messageId = MessageIds.of(number, number % 2);
    Instant now = Instant.now();
    var keys = platform.keys();
    var dispatch = Dispatch.newBuilder().setMessageId(messageId).setDispatch(1).setAccountId(ACCOUNT)
        .setChannel("telegram").setRecipient(ByteBuffer.wrap(keys.seal(phone, Contexts.recipient(ACCOUNT))))
        .setRecipientMasked("+38050***").setCode(ByteBuffer.wrap(keys.seal(code, Contexts.code(messageId))))
        .setAcceptedAt(now).setExpiresAt(now.plus(Duration.ofMinutes(5))).build();
    try (var producer = new KafkaProducer<>(platform.kafka().producer("test"), new StringSerializer(),
        platform.serdes().serializer(Topics.DISPATCH_TELEGRAM))) {
      var _ = producer
          .send(new ProducerRecord<>(Topics.DISPATCH_TELEGRAM.name(), Long.toString(messageId), dispatch));
    }
    return messageId;
  }

  /** Waits for so many results about a message. */
  private static List<DeliveryResult> resultsOf(long messageId, int count) {
    var results = new ArrayList<DeliveryResult>();
    var partition = new TopicPartition(Topics.DELIVERY_RESULTS.name(), MessageIds.partitionOf(messageId));
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test"), new StringDeserializer(),
        platform.serdes().deserializer(Topics.DELIVERY_RESULTS))) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Awaitility.await().atMost(PATIENCE).until(() -> {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
          if (record.value().getMessageId() == messageId) results.add(record.value());
        });
        return results.size() >= count;
      });
    }
    return results;
  }
}
