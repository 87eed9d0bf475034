package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.Topics;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reply that somebody waits for, and that nobody can read. */
class UnreadableReplyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  @TempDir
  private Path folder;

  @Test void itIsADeadLetterAndNeverASuccess() throws Exception {
    var tested = new TestPlatform(folder);
    Ingress ingress = tested.start(Map.of("OTP_REPLY_TIMEOUT", "10s"));
    KafkaSettings kafka = tested.platform().kafka();
    try (var http = new HttpCaller(ingress.port());
        var producer = new KafkaProducer<>(kafka.producer("test"), new StringSerializer(), new ByteArraySerializer())) {
      String key = HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN, "{\"name\":\"Acme\"}"))
          .at("/zapnoty/api_key").asText();
      CompletableFuture<HttpResponse<String>> waiting = http.postAsync("/v1/otp/send", key,
          "{\"phone\":\"+380971234567\"}");
      OtpCommand asked = tested.platform().serdes().deserializer(Topics.COMMANDS).deserialize(Topics.COMMANDS.name(),
          first(kafka, Topics.COMMANDS.name(), TestPlatform.PARTITIONS).value());
      byte[] poison = {1, 2, 3};

      long offset = producer.send(new ProducerRecord<>(Topics.REPLIES.name(), asked.getReplyPartition(),
          asked.getCommandId(), poison)).get(30, TimeUnit.SECONDS).offset();

      ConsumerRecord<String, byte[]> letter = first(kafka, DeadLetters.TOPIC, 1);
      assertThat(letter.value()).isEqualTo(poison);
      assertThat(header(letter, DeadLetters.ORIGIN_TOPIC)).isEqualTo("otp.replies");
      assertThat(header(letter, DeadLetters.ORIGIN_OFFSET)).isEqualTo(Long.toString(offset));
      assertThat(header(letter, DeadLetters.REASON)).contains("wire format");
      assertThat(waiting.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
      assertThat(tested.metersOf(ingress).get("otp.dead.letters").counter().count()).isEqualTo(1);
    } finally {
      ingress.close();
      tested.close();
    }
  }

  private static ConsumerRecord<String, byte[]> first(KafkaSettings kafka, String topic, int partitions) {
    try (var consumer = new KafkaConsumer<>(kafka.reader("test"), new StringDeserializer(),
        new ByteArrayDeserializer())) {
      List<TopicPartition> all = IntStream.range(0, partitions)
          .mapToObj(partition -> new TopicPartition(topic, partition)).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      return await("a record of " + topic).atMost(PATIENCE).until(() -> consumer.poll(Duration.ofMillis(50)),
          records -> !records.isEmpty()).iterator().next();
    }
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
