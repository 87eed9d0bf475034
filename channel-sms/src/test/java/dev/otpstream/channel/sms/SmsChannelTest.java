package dev.otpstream.channel.sms;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.MessageText;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole worker: from a dispatch in Kafka over the centre to the phone, and back to Kafka. */
class SmsChannelTest {
  private static final String PHONE = "+79990001122";
  private static final String ACCOUNT = "acme";
  private static long lastMessage;

  private static TestKafka kafka;
  @TempDir
  private static Path folder;
  private Simulators simulators;
  private Platform platform;

  @BeforeAll static void startKafka() {
    kafka = TestKafka.start();
    KeyFile.loadOrCreate(folder.resolve("keys.json"));
  }

  @AfterAll static void stopKafka() {
    kafka.close();
  }

  @BeforeEach void startProviders() {
    simulators = Simulators.start(SimulatorsConfig.defaults());
  }

  @AfterEach void stopProviders() {
    simulators.close();
  }

  @Test void aDispatchIsSentAndItsReceiptReported() {
    try (Service worker = worker("smpp")) {
      long message = order(PHONE);
      List<DeliveryResult> results = results(message, 2);

      DeliveryResult sent = results.getFirst();
      assertThat(sent.getOutcome()).isEqualTo(DeliveryOutcome.SENT);
      assertThat(sent.getMessageId()).isEqualTo(message);
      assertThat(sent.getParts()).isEqualTo(2);
      assertThat(sent.getReferences()).hasSize(2).allMatch(reference -> reference.startsWith("sms/smpp/"));
      DeliveryResult delivered = results.getLast();
      assertThat(delivered.getOutcome()).isEqualTo(DeliveryOutcome.DELIVERED);
      assertThat(delivered.getReferences()).containsExactly(sent.getReferences().getLast());
      assertThat(simulators.messagesOf(PHONE)).singleElement()
          .satisfies(received -> assertThat(received.text()).startsWith("Ваш код 481516. "));
      assertThat(results.toString()).doesNotContain("481516", PHONE.substring(2));
      assertThat(worker.readiness().detail()).isEqualTo("1 of 1 links bound");
    }
    assertThat(simulators.journal().counters().get("smpp")).containsEntry("received unbind", 1L);
  }

  @Test void whatOneProviderCannotTakeTheOtherSendsUntilTheFirstIsBack() {
    try (Service worker = worker("smpp,kaleyra")) {
      assertThat(results(order(PHONE), 2)).extracting(DeliveryResult::getProvider).containsOnly("smpp");

      simulators.down(Simulators.SMPP);
      await().until(() -> worker.readiness().detail().startsWith("smpp: 0 of 1"));
      List<DeliveryResult> elsewhere = results(order(PHONE), 2);
      assertThat(elsewhere).extracting(DeliveryResult::getProvider).containsOnly("kaleyra");
      assertThat(elsewhere).extracting(DeliveryResult::getOutcome)
          .containsExactlyInAnyOrder(DeliveryOutcome.SENT, DeliveryOutcome.DELIVERED);
      assertThat(worker.readiness().ready()).isTrue();

      simulators.up(Simulators.SMPP);
      await().until(() -> worker.readiness().detail().startsWith("smpp: 1 of 1"));
      assertThat(results(order(PHONE), 2)).extracting(DeliveryResult::getProvider).containsOnly("smpp");
      assertThat(results(order("+4930123456"), 2)).as("by its prefix").extracting(DeliveryResult::getProvider)
          .containsOnly("kaleyra");
    }
  }

  @Test void anotherProviderIsRefusedInPlainWords() {
    Env env = Env.of(Map.of("SMS_PROVIDER", "pigeon"));
    assertThatThrownBy(() -> SmsChannel.start(env, null)).isInstanceOf(Env.BadSettings.class)
        .hasMessageContaining("SMS_PROVIDER is not one or some of smpp");
  }

  private Service worker(String providers) {
    Env env = Env.of(Map.ofEntries(entry("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
        entry("SCHEMA_REGISTRY_URL", kafka.registryUrl()),
        entry("OTP_SEALING_KEYS", folder.resolve("keys.json").toString()), entry("OTP_PARTITIONS", "1"),
        entry("OTP_REPLICATION_FACTOR", "1"), entry("SMS_PROVIDER", providers),
        entry("SMS_ROUTES", providers.contains("kaleyra") ? "49=kaleyra" : ""),
        entry("SMPP_HOST", simulators.smppHost()),
        entry("SMPP_PORT", String.valueOf(simulators.smppPort())), entry("SMPP_SYSTEM_ID", simulators.smppSystemId()),
        entry("SMPP_PASSWORD", simulators.smppPassword()), entry("SMPP_SOURCE_ADDR", "Shop"),
        entry("SMPP_RECONNECT_MAX", "1s"), entry("KALEYRA_URL", simulators.kaleyraUrl().toString()),
        entry("KALEYRA_SID", simulators.kaleyraSid()), entry("KALEYRA_API_KEY", simulators.kaleyraApiKey())));
    platform = Platform.from(env);
    return SmsChannel.start(env, platform);
  }

  private long order(String phone) {
    var keys = platform.keys();
    long message = MessageIds.of(++lastMessage, 0);
    Dispatch dispatch = Dispatch.newBuilder().setMessageId(message).setDispatch(1).setAccountId(ACCOUNT)
        .setChannel("sms").setRecipient(ByteBuffer.wrap(keys.seal(phone, Contexts.recipient(ACCOUNT))))
        .setRecipientMasked("+7***").setCode(ByteBuffer.wrap(keys.seal("481516", Contexts.code(message))))
        .setText(ByteBuffer.wrap(keys.seal("Ваш код " + MessageText.CODE_PLACE + ". " + "Никому! ".repeat(10),
            Contexts.text(ACCOUNT))))
        .setAcceptedAt(Instant.now()).setExpiresAt(Instant.now().plus(Duration.ofMinutes(5))).build();
    try (var producer = new KafkaProducer<>(platform.kafka().producer("test"), new StringSerializer(),
        platform.serdes().serializer(Topics.DISPATCH_SMS))) {
      var _ = producer.send(new ProducerRecord<>(Topics.DISPATCH_SMS.name(), String.valueOf(message), dispatch));
    }
    return message;
  }

  /** Waits for the outcome of a message, and for receipts by the names that it gave: so many results in all. */
  private List<DeliveryResult> results(long message, int count) {
    var all = new ArrayList<DeliveryResult>();
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test"), new StringDeserializer(),
        platform.serdes().deserializer(Topics.DELIVERY_RESULTS))) {
      var partition = new TopicPartition(Topics.DELIVERY_RESULTS.name(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return await().atMost(Duration.ofSeconds(40)).until(() -> {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> all.add(record.value()));
        return about(message, all);
      }, found -> found.size() >= count);
    }
  }

  private static List<DeliveryResult> about(long message, List<DeliveryResult> all) {
    Optional<DeliveryResult> sent = all.stream().filter(result -> Objects.equals(result.getMessageId(), message))
        .findFirst();
    List<String> names = sent.map(DeliveryResult::getReferences).orElse(List.of());
    return Stream.concat(sent.stream(), all.stream().filter(result -> result.getMessageId() == null)
        .filter(result -> names.containsAll(result.getReferences()))).toList();
  }
}
