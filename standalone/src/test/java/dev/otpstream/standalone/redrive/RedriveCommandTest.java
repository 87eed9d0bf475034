package dev.otpstream.standalone.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.TopicAdmin;
import dev.otpstream.standalone.cli.Ran;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real broker. */
class RedriveCommandTest {
  private static TestKafka kafka;

  @BeforeAll static void start() throws Exception {
    kafka = TestKafka.start();
    var settings = KafkaSettings.of(kafka.bootstrapServers());
    try (Admin admin = Admin.create(settings.admin("test"));
        var producer = new KafkaProducer<>(settings.producer("test"), new ByteArraySerializer(),
            new ByteArraySerializer())) {
      new TopicAdmin(admin).ensure(3, (short) 1);
      var record = new ConsumerRecord<>("otp.commands", 1, 5, bytes("secret-key"), bytes("secret-value"));
      producer.send(DeadLetters.letter(record, "test", "unknown schema id 9")).get(30, TimeUnit.SECONDS);
    }
  }

  @AfterAll static void stop() {
    kafka.close();
  }

  @Test void itSaysWhatItDidAndNeverQuotesARecord() {
    assertThat(said("--dry-run")).contains("otp.commands-1@5").contains("1 would be redriven").doesNotContain("secret");
    assertThat(said("--json")).contains("\"offset\":5").contains("\"fate\":\"REDRIVEN\"").contains("\"trace\":\"00-")
        .doesNotContain("secret");
    assertThat(said("--topic", "otp.replies")).contains("no dead letters");
  }

  private static String said(String... options) {
    var arguments = new ArrayList<>(List.of("redrive", "--kafka", kafka.bootstrapServers()));
    arguments.addAll(List.of(options));
    Ran ran = Ran.otp(Map.of(), arguments.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.out();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
