package dev.otpstream.channel.sms;

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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole worker: from a dispatch in Kafka over the centre to the phone, and back to Kafka. */
class SmsChannelTest {
  private static final String PHONE = "+79990001122";
  private static final String ACCOUNT = "acme";
  private static final long MESSAGE = MessageIds.of(1, 0);

  @Test void aDispatchIsSentAndItsReceiptReported(@TempDir Path folder) {
    Path keys = folder.resolve("keys.json");
    KeyFile.loadOrCreate(keys);
    try (var kafka = TestKafka.start(); var simulators = Simulators.start(SimulatorsConfig.defaults())) {
      Env env = Env.of(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "SCHEMA_REGISTRY_URL",
          kafka.registryUrl(), "OTP_SEALING_KEYS", keys.toString(), "OTP_PARTITIONS", "1", "OTP_REPLICATION_FACTOR",
          "1",
          "SMPP_HOST", simulators.smppHost(), "SMPP_PORT", String.valueOf(simulators.smppPort()), "SMPP_SYSTEM_ID",
          simulators.smppSystemId(), "SMPP_PASSWORD", simulators.smppPassword(), "SMPP_SOURCE_ADDR", "Shop"));
      var platform = Platform.from(env);
      try (Service worker = SmsChannel.start(env, platform)) {
        order(platform);
        List<DeliveryResult> results = results(platform, 2);

        DeliveryResult sent = results.getFirst();
        assertThat(sent.getOutcome()).isEqualTo(DeliveryOutcome.SENT);
        assertThat(sent.getMessageId()).isEqualTo(MESSAGE);
        assertThat(sent.getParts()).isEqualTo(2);
        assertThat(sent.getReferences()).hasSize(2).allMatch(reference -> reference.startsWith("sms/smpp/"));
        DeliveryResult delivered = results.getLast();
        assertThat(delivered.getOutcome()).isEqualTo(DeliveryOutcome.DELIVERED);
        assertThat(delivered.getReferences()).containsExactly(sent.getReferences().getLast());
        assertThat(simulators.messagesOf(PHONE)).singleElement()
            .satisfies(message -> assertThat(message.text()).startsWith("Ваш код 481516. "));
        assertThat(results.toString()).doesNotContain("481516", PHONE.substring(2));
        assertThat(worker.readiness().detail()).isEqualTo("1 of 1 links bound");
      }
      assertThat(simulators.journal().counters().get("smpp")).containsEntry("received unbind", 1L);
    }
  }

  @Test void anotherProviderIsRefusedInPlainWords() {
    Env env = Env.of(Map.of("SMS_PROVIDER", "pigeon"));
    assertThatThrownBy(() -> SmsChannel.start(env, null)).isInstanceOf(Env.BadSettings.class)
        .hasMessageContaining("SMS_PROVIDER is not one or some of smpp");
  }

  private static void order(Platform platform) {
    var keys = platform.keys();
    Dispatch dispatch = Dispatch.newBuilder().setMessageId(MESSAGE).setDispatch(1).setAccountId(ACCOUNT)
        .setChannel("sms").setRecipient(ByteBuffer.wrap(keys.seal(PHONE, Contexts.recipient(ACCOUNT))))
        .setRecipientMasked("+7***").setCode(ByteBuffer.wrap(keys.seal("481516", Contexts.code(MESSAGE))))
        .setText(ByteBuffer.wrap(keys.seal("Ваш код " + MessageText.CODE_PLACE + ". " + "Никому! ".repeat(10),
            Contexts.text(ACCOUNT))))
        .setAcceptedAt(Instant.now()).setExpiresAt(Instant.now().plus(Duration.ofMinutes(5))).build();
    try (var producer = new KafkaProducer<>(platform.kafka().producer("test"), new StringSerializer(),
        platform.serdes().serializer(Topics.DISPATCH_SMS))) {
      var _ = producer.send(new ProducerRecord<>(Topics.DISPATCH_SMS.name(), String.valueOf(MESSAGE), dispatch));
    }
  }

  private static List<DeliveryResult> results(Platform platform, int count) {
    var results = new ArrayList<DeliveryResult>();
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test"), new StringDeserializer(),
        platform.serdes().deserializer(Topics.DELIVERY_RESULTS))) {
      consumer.assign(List.of(new TopicPartition(Topics.DELIVERY_RESULTS.name(), 0)));
      await().atMost(Duration.ofSeconds(40)).until(() -> {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> results.add(record.value()));
        return results.size() >= count;
      });
    }
    return results;
  }
}
