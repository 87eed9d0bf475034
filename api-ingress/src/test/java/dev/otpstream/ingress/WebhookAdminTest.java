package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookEndpoint;
import dev.otpstream.schemas.WebhookEndpointState;
import dev.otpstream.schemas.WebhookFailed;
import dev.otpstream.schemas.WebhookFailure;
import dev.otpstream.schemas.sealing.Contexts;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hooks would not hear of is listed and sent again, over real HTTP and a real broker. */
class WebhookAdminTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final String DAY = "from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z";
  private static final String URL = "https://hooks.example.org/secret-path?token=secret";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  @TempDir
  private static Path folder;
  private static TestPlatform tested;
  private static Platform platform;
  private static Ingress ingress;
  private static HttpCaller http;

  /** Events of messages 2048, 3072, ..., one each; message 2048's has failed twice. */
  @BeforeAll static void start() throws Exception {
    tested = new TestPlatform(folder);
    platform = tested.platform();
    ingress = tested.start(Map.of());
    http = new HttpCaller(ingress.port());
    for (int i = 0; i < 5; i++)
      fails(due("acc" + i % 2, 2048 + 1024L * i, URL), NOON.plusSeconds(i));
    fails(due("acc0", 2048, URL), NOON.plusSeconds(10));
    fails(due("acc0", 2048, "https://other.example.org/"), NOON.plusSeconds(11));
  }

  @AfterAll static void stop() {
    http.close();
    ingress.close();
    tested.close();
  }

  @Test void theOldestComeFirstWithTheirHostsOnly() {
    HttpResponse<String> answer = get("failed?" + DAY);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("secret");
    JsonNode failed = HttpCaller.json(answer).get("failed");
    assertThat(texts(failed, "event_id")).containsExactly("2048-2", "3072-2", "4096-2", "5120-2", "6144-2", "2048-2",
        "2048-2");
    assertThat(failed.get(0).toString()).contains("\"account\":\"acc0\"", "\"format\":\"native\"",
        "\"host\":\"hooks.example.org\"", "\"type\":\"delivered\"", "\"reason\":\"exhausted\"", "\"tries\":11",
        "\"last_status\":503", "\"failed_at\":\"2026-01-02T12:00:00Z\"");
    assertThat(texts(failed, "id")).doesNotHaveDuplicates();
  }

  @Test void aListIsBoundedByAccountTimeAndLength() {
    assertThat(texts(list("account=acc1&" + DAY), "event_id")).containsExactly("3072-2", "5120-2");
    assertThat(texts(list("from=2026-01-02T12:00:01Z&to=2026-01-02T12:00:03Z"), "event_id"))
        .containsExactly("3072-2", "4096-2");
    JsonNode first = HttpCaller.json(get("failed?limit=2&" + DAY));
    assertThat(texts(first.get("failed"), "event_id")).containsExactly("2048-2", "3072-2");
    assertThat(first.get("more").asBoolean()).isTrue();
    assertThat(first.get("next_from").asText()).isEqualTo("2026-01-02T12:00:01Z");
    assertThat(list("from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")).isEmpty();
  }

  @Test void bySpanEachEventGoesBackOnceToEachHookUnderItsOwnId() {
    List<ConsumerRecord<String, WebhookDue>> back = redelivered(3,
        "{\"account\":\"acc0\",\"from\":\"2026-01-02T12:00:00Z\",\"to\":\"2026-01-02T12:00:12Z\",\"limit\":1}", 4);
    assertThat(back).extracting(record -> record.value().getEventId()).containsExactlyInAnyOrder("2048-2", "4096-2",
        "6144-2", "2048-2");
    assertThat(back).allSatisfy(
        record -> assertThat(record.key()).isEqualTo(Long.toString(record.value().getEvent().getMessageId())));
  }

  @Test void byIdOneFailureGoesBackAndByEventIdAllOfTheEvent() {
    String id = list("account=acc1&" + DAY).get(0).get("id").asText();
    assertThat(redelivered(1, "{\"ids\":[\"" + id + "\"]}", 1)).singleElement()
        .satisfies(record -> assertThat(record.value().getEventId()).isEqualTo("3072-2"));
    assertThat(redelivered(1, "{\"ids\":[\"4096-2\"]}", 1)).singleElement()
        .satisfies(record -> assertThat(record.value().getEventId()).isEqualTo("4096-2"));
    JsonNode answer = HttpCaller.json(post("redeliver", "{\"ids\":[\"999.1\",\"0.99999\",\"1024-1\"]}"));
    assertThat(answer.get("redelivered").asInt()).isZero();
    assertThat(answer.get("unknown").toString()).isEqualTo("[\"0.99999\",\"1024-1\",\"999.1\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"ids\":[]}", "{\"ids\":[1]}", "{\"ids\":[\"x\"]}",
    "{\"ids\":[\"1.1\"],\"from\":\"2026-01-02T12:00:00Z\"}", "{\"from\":\"yesterday\"}",
    "{\"from\":\"2026-01-02T12:00:00Z\",\"to\":\"2026-01-02T12:00:00Z\"}"}) void whatMakesNoSenseIsRefused(
        String body) {
    assertThat(post("redeliver", body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "from=x", "to=%ff",
    "from=2026-01-03T00:00:00Z&to=2026-01-02T00:00:00Z"}) void aSenselessQuestionIsRefused(String query) {
    assertThat(get("failed?" + query).statusCode()).isEqualTo(400);
  }

  @Test void withoutTheTokenNobodyIsLetIn() {
    for (String path : List.of("failed", "endpoints"))
      assertThat(http.get("/admin/v1/webhooks/" + path, "wrong").statusCode()).isEqualTo(401);
    for (String path : List.of("redeliver", "endpoints/x/enable"))
      assertThat(http.post("/admin/v1/webhooks/" + path, "wrong", "{}").statusCode()).isEqualTo(401);
  }

  @Test void anEndpointIsListedOverAllPartitionsAndSwitchedOnInAll() throws Exception {
    endpoint(0, WebhookEndpointState.FAILING, null);
    endpoint(1, WebhookEndpointState.OFF, NOON.plusSeconds(60));
    await().atMost(PATIENCE).until(() -> get("endpoints?account=acc0").body().contains("\"state\":\"off\""));
    HttpResponse<String> answer = get("endpoints");
    assertThat(answer.body()).doesNotContain("secret");
    assertThat(HttpCaller.json(answer).get("endpoints")).singleElement()
        .satisfies(one -> assertThat(one.toString()).contains("\"id\":\"lane1\"", "\"host\":\"hooks.example.org\"",
            "\"failing_since\":\"2026-01-02T12:00:00Z\"", "\"switched_off_at\":\"2026-01-02T12:01:00Z\""));
    assertThat(HttpCaller.json(get("endpoints?account=acc1")).get("endpoints")).isEmpty();

    assertThat(post("endpoints/unknown/enable", "").statusCode()).isEqualTo(404);
    assertThat(post("endpoints/lane1/enable", "").statusCode()).isEqualTo(200);
    assertThat(read(Topics.WEBHOOK_SWITCHES, Map.of(), TestPlatform.PARTITIONS)).extracting(ConsumerRecord::partition)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, TestPlatform.PARTITIONS).boxed().toList());
  }

  private static List<ConsumerRecord<String, WebhookDue>> redelivered(int distinctMessages, String body, int count) {
    Map<TopicPartition, Long> before = ends(Topics.WEBHOOKS);
    HttpResponse<String> answer = post("redeliver", body);
    assertThat(HttpCaller.json(answer).path("redelivered").asInt(-1)).as(answer.body()).isEqualTo(count);
    List<ConsumerRecord<String, WebhookDue>> back = read(Topics.WEBHOOKS, before, count);
    assertThat(back.stream().map(ConsumerRecord::key).distinct()).hasSize(distinctMessages);
    return back;
  }

  private static JsonNode list(String query) {
    return HttpCaller.json(get("failed?" + query)).get("failed");
  }

  private static List<String> texts(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false).map(one -> one.get(field).asText()).toList();
  }

  private static HttpResponse<String> get(String path) {
    return http.get("/admin/v1/webhooks/" + path, TestPlatform.ADMIN_TOKEN);
  }

  private static HttpResponse<String> post(String path, String body) {
    return http.post("/admin/v1/webhooks/" + path, TestPlatform.ADMIN_TOKEN, body);
  }

  private static WebhookDue due(String account, long message, String url) {
    var event = StatusEvent.newBuilder().setMessageId(message).setSequence(2).setType(StatusType.DELIVERED)
        .setState(MessageState.DELIVERED).setAt(NOON).setAccountId(account).setRecipientToken("t")
        .setRecipientMasked("+38097*****67").build();
    return WebhookDue.newBuilder().setEventId(message + "-2").setHookFormat("native").setUrl(sealed(url, account))
        .setEvent(event).build();
  }

  private static void fails(WebhookDue due, Instant at) throws Exception {
    put(Topics.WEBHOOK_FAILED, null, Long.toString(due.getEvent().getMessageId()), at,
        new WebhookFailed(due, WebhookFailure.EXHAUSTED, 11, 503, "", at.minus(Duration.ofDays(3)), at));
  }

  private static void endpoint(int partition, WebhookEndpointState state, Instant off) throws Exception {
    put(Topics.WEBHOOK_ENDPOINTS, 0, "lane1/" + partition, NOON, new WebhookEndpoint("lane1", partition, "acc0", "",
        "native", sealed(URL, "acc0"), state, NOON.plusSeconds(partition), off, 0, "connect", NOON));
  }

  private static ByteBuffer sealed(String url, String account) {
    return ByteBuffer.wrap(platform.keys().seal(url, Contexts.hook(account)));
  }

  private static <V extends SpecificRecord> void put(Topic<V> topic, Integer partition, String key, Instant at,
      V value) throws Exception {
    try (var producer = new KafkaProducer<>(platform.kafka().producer("test"), new StringSerializer(),
        new ByteArraySerializer())) {
      Future<?> sent = producer.send(new ProducerRecord<>(topic.name(), partition, at.toEpochMilli(), key,
          platform.serdes().serializer(topic).serialize(topic.name(), value)));
      sent.get();
    }
  }

  private static Map<TopicPartition, Long> ends(Topic<?> topic) {
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test"), new StringDeserializer(),
        new StringDeserializer())) {
      return consumer.endOffsets(partitions(topic));
    }
  }

  /** The next so many records of a topic, from somewhere or from its beginning. */
  private static <V extends SpecificRecord> List<ConsumerRecord<String, V>> read(Topic<V> topic,
      Map<TopicPartition, Long> from, int count) {
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test"), new StringDeserializer(),
        platform.serdes().deserializer(topic))) {
      consumer.assign(partitions(topic));
      partitions(topic).forEach(one -> consumer.seek(one, from.getOrDefault(one, 0L)));
      var read = new ArrayList<ConsumerRecord<String, V>>();
      await().atMost(PATIENCE).until(() -> {
        consumer.poll(Duration.ofMillis(100)).forEach(read::add);
        return read.size() >= count;
      });
      return read;
    }
  }

  private static List<TopicPartition> partitions(Topic<?> topic) {
    return IntStream.range(0, TestPlatform.PARTITIONS).mapToObj(i -> new TopicPartition(topic.name(), i)).toList();
  }
}
