package dev.otpstream.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.Template;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactedTableTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static TestKafka kafka;
  private static Platform platform;
  private static KafkaProducer<String, byte[]> producer;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @BeforeAll static void start(@TempDir Path folder) {
    kafka = TestKafka.start();
    var registry = RegistrySettings.of("mock://tables", "");
    platform = new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), KeyFile.loadOrCreate(folder.resolve("keys.json")),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 1, (short) 1);
    platform.ensureTopics();
    producer = new KafkaProducer<>(platform.kafka().producer("test"), new StringSerializer(),
        new ByteArraySerializer());
  }

  @AfterAll static void stop() {
    producer.close();
    kafka.close();
  }

  @Test void whatWasThereIsReadBeforeItIsCaughtUp() throws Exception {
    put("old", template("old"));
    try (var table = table()) {
      assertThat(table.awaitCaughtUp(PATIENCE)).isTrue();
      assertThat(table.isCaughtUp()).isTrue();
      assertThat(table.get("old")).isEqualTo(template("old"));
      assertThat(table.all()).containsKey("old");
    }
  }

  @Test void whatComesLaterCanBeAwaited() throws Exception {
    try (var table = table()) {
      assertThat(table.awaitOffset(put("new", template("first")), PATIENCE)).isTrue();
      assertThat(table.get("new")).isEqualTo(template("first"));

      assertThat(table.awaitOffset(put("new", template("second")), PATIENCE)).isTrue();
      assertThat(table.get("new")).isEqualTo(template("second"));
      assertThat(heard).containsSubsequence("new=first", "new=second");
    }
  }

  @Test void aKeyMayGo() throws Exception {
    put("going", template("going"));
    try (var table = table()) {
      assertThat(table.awaitOffset(produce("going", null), PATIENCE)).isTrue();
      assertThat(table.get("going")).isNull();
      assertThat(heard).containsSubsequence("going=going", "going=null");
    }
  }

  @Test void anUnreadableRecordLeavesTheEarlierValue() throws Exception {
    put("poisoned", template("good"));
    byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
    try (var table = table()) {
      assertThat(table.awaitOffset(produce("poisoned", poison), PATIENCE)).isTrue();
      assertThat(table.get("poisoned")).isEqualTo(template("good"));
    }
    assertThat(deadLetter("poisoned").value()).isEqualTo(poison);
  }

  @Test void whatCannotBeUsedIsBuriedAndTheTableGoesOn() throws Exception {
    try (var table = new CompactedTable<>(platform, Topics.TEMPLATES, "test", (key, _) -> {
      if (key.equals("impossible")) throw new IllegalStateException("secret");
    })) {
      put("impossible", template("impossible"));
      assertThat(table.awaitOffset(put("after", template("after")), PATIENCE)).isTrue();
      assertThat(table.get("after")).isNotNull();
      assertThat(table.get("impossible")).isNull();
    }
    Header reason = deadLetter("impossible").headers().lastHeader(DeadLetters.REASON);
    assertThat(new String(reason.value(), StandardCharsets.UTF_8)).contains("IllegalStateException")
        .doesNotContain("secret");
    assertThat(platform.meters().counter("otp.dead.letters", "topic", "otp.templates").count()).isPositive();
  }

  @Test void whatDoesNotComeIsNotAwaitedForEver() throws Exception {
    try (var table = table()) {
      assertThat(table.awaitOffset(Long.MAX_VALUE - 1, Duration.ofMillis(10))).isFalse();
    }
  }

  private CompactedTable<Template> table() {
    return new CompactedTable<>(platform, Topics.TEMPLATES, "test",
        (key, template) -> heard.add(key + "=" + (template == null ? null : template.getDescription())));
  }

  private static Template template(String name) {
    return Template.newBuilder().setId("t1").setAccountId("acme").setDescription(name).setRoute(List.of("sms"))
        .setLifetimeMs(60_000).setTexts(List.of()).setCreatedAt(Instant.EPOCH).build();
  }

  private static long put(String key, Template template) throws ExecutionException, InterruptedException {
    return produce(key,
        platform.serdes().serializer(Topics.TEMPLATES).serialize(Topics.TEMPLATES.name(), template));
  }

  private static long produce(String key, byte[] value) throws ExecutionException, InterruptedException {
    return producer.send(new ProducerRecord<>(Topics.TEMPLATES.name(), key, value)).get().offset();
  }

  private static ConsumerRecord<String, byte[]> deadLetter(String key) {
    var letters = new ArrayList<ConsumerRecord<String, byte[]>>();
    var partition = new TopicPartition(DeadLetters.TOPIC, 0);
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test"), new StringDeserializer(),
        new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Awaitility.await().atMost(PATIENCE).until(() -> {
        consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
        return letters.stream().anyMatch(letter -> key.equals(letter.key()));
      });
    }
    return letters.stream().filter(letter -> key.equals(letter.key())).findFirst().orElseThrow();
  }
}
