package dev.otpstream.benchmarks.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.embedded.BrokerConfig;
import dev.otpstream.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker. */
class KafkaTest {
  private static final ProcessTree US = new ProcessTree(List.of(ProcessHandle.current()));
  @TempDir
  private static Path folder;
  private static EmbeddedBroker broker;

  @BeforeAll static void start() {
    broker = EmbeddedBroker.start(BrokerConfig.in(folder).withPort(0));
  }

  @AfterAll static void stop() {
    broker.close();
  }

  @Test void theFootprintGrowsByWhatIsProduced() throws Exception {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("footprint", 3, (short) 1))).all().get(30, TimeUnit.SECONDS);
    }
    Footprint before = Footprint.of(broker.bootstrapServers());

    try (var producer = new KafkaProducer<byte[], byte[]>(Map.<String, Object>of("bootstrap.servers",
        broker.bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 50; i++) {
        var _ = producer.send(new ProducerRecord<>("footprint", new byte[200]));
      }
    }

    Footprint grown = Footprint.of(broker.bootstrapServers()).minus(before);
    assertThat(grown.records()).isEqualTo(50);
    assertThat(grown.bytes()).isBetween(50 * 200L, 50 * 400L);
  }

  @Test void theRawLimitIsMeasuredAndLeavesNoTopic() {
    RawLimit limit = RawLimit.measure(broker.bootstrapServers(), 200, Duration.ofMillis(500), US);

    assertThat(limit.recordsPerSecond()).isPositive();
    assertThat(limit.cpuMicrosPerRecord()).hasValueSatisfying(micros -> assertThat(micros).isPositive());
    assertThat(limit.recordBytes()).isEqualTo(200);
  }
}
