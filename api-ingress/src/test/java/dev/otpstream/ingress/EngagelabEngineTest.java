package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.engine.OtpEngine;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.sealing.Contexts;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EngageLab's front over real HTTP, the real engine and a real broker; the test is the channels' workers. */
class EngagelabEngineTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  @TempDir
  private static Path folder;
  private static TestPlatform tested;
  private static Platform platform;
  private static OtpEngine engine;
  private static Ingress ingress;
  private static HttpCaller http;
  private static String basic;

  @BeforeAll static void start() {
    tested = new TestPlatform(folder);
    platform = tested.platform();
    ingress = tested.start(Map.of("OTP_REPLY_TIMEOUT", "20s"));
    engine = OtpEngine.start(tested.env(Map.of("OTP_STATE_DIR", folder.resolve("state").toString())), platform);
    await().atMost(TIMEOUT).until(() -> engine.readiness().ready());
    http = new HttpCaller(ingress.port());
    JsonNode account = HttpCaller.json(http.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN,
        "{\"name\":\"Acme\",\"settings\":{\"engagelab.callback_url\":\"https://example.org/cb\"}}"));
    String pair = account.at("/engagelab/dev_key").asText() + ":" + account.at("/engagelab/dev_secret").asText();
    basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll static void stop() {
    http.close();
    ingress.close();
    engine.close();
    tested.close();
  }

  @Test void edge1And2AFallbackKeepsTheMessageAndItsCodeWhichVerifiesOnce() throws Exception {
    template("fallback");
    JsonNode sent = sent("fallback", "+8618701235671");
    assertThat(sent.get("send_channel").asText()).isEqualTo("telegram");
    long id = Long.parseLong(sent.get("message_id").asText());
    Dispatch first = dispatch(Topics.DISPATCH_TELEGRAM, id);
    refuse(first);
    Dispatch second = dispatch(Topics.DISPATCH_SMS, id);
    assertThat(second.getDispatch()).isEqualTo(2);
    assertThat(code(second)).isEqualTo(code(first));

    String code = code(first);
    assertThat(verified(id, wrong(code)).body()).contains("\"verified\":false");
    assertThat(verified(id, code).body())
        .isEqualTo("{\"message_id\":\"" + id + "\",\"verify_code\":\"" + code + "\",\"verified\":true}");
    assertError(verified(id, code), 3003);

    WebhookDue due = read(Topics.WEBHOOKS, one -> one.getEvent().getMessageId() == id);
    assertThat(due.getHookFormat()).isEqualTo("engagelab");
    assertThat(due.getEndpoint()).isEqualTo("engagelab");
    assertThat(due.getNotes()).containsEntry("template_id", "fallback");
    String accountId = due.getEvent().getAccountId();
    assertThat(platform.keys().open(due.getUrl(), Contexts.hook(accountId))).isEqualTo("https://example.org/cb");
    assertThat(platform.keys().open(due.getRecipient(), Contexts.recipient(accountId))).isEqualTo("+8618701235671");
  }

  @Test void edge3OfParallelSendsToOneNumberOneIsAcceptedAndTheOthersAre3004() throws Exception {
    template("parallel");
    List<CompletableFuture<HttpResponse<String>>> sends = IntStream.range(0, 8)
        .mapToObj(i -> http.sendAsync(posting("/v1/messages",
            message("parallel", i % 2 == 0 ? "+8618701235672" : "+86 187 0123 5672"))))
        .toList();
    var accepted = new ArrayList<JsonNode>();
    for (var send : sends) {
      HttpResponse<String> answer = send.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      if (answer.statusCode() == 200) accepted.add(HttpCaller.json(answer));
      else
        assertError(answer, 3004);
    }
    assertThat(accepted).hasSize(1);

    template("another");
    assertThat(sent("another", "+8618701235672")).as("the lock is the template's").isNotNull();
    assertThat(sent("parallel", "+8618701235673")).as("and the recipient's").isNotNull();
    long id = accepted.getFirst().get("message_id").asLong();
    assertThat(verified(id, code(dispatch(Topics.DISPATCH_TELEGRAM, id))).body()).contains("\"verified\":true");
    assertThat(sent("parallel", "+8618701235672")).as("verified: the lock is free").isNotNull();
  }

  @Test void edge9ACodeOutlivesItsTemplate() throws Exception {
    template("short-lived");
    long id = sent("short-lived", "+8618701235674").get("message_id").asLong();
    assertThat(http.send(http.request("/v1/template-configs/short-lived").header("Authorization", basic).DELETE()
        .build()).body()).isEqualTo("{\"code\":0,\"message\":\"success\"}");
    assertError(post("/v1/messages", message("short-lived", "+8618701235674")), 4001);
    assertThat(verified(id, code(dispatch(Topics.DISPATCH_TELEGRAM, id))).body()).contains("\"verified\":true");
  }

  @Test void afterFiveWrongCodesTheRightOneIs3003AndTheLockHolds() throws Exception {
    template("guessed");
    long id = sent("guessed", "+8618701235675").get("message_id").asLong();
    String code = code(dispatch(Topics.DISPATCH_TELEGRAM, id));
    for (int i = 0; i < 5; i++)
      assertThat(verified(id, wrong(code)).body()).contains("\"verified\":false");
    assertError(verified(id, code), 3003);
    assertError(post("/v1/messages", message("guessed", "+8618701235675")), 3004);
  }

  @Test void aCodeOfTheCallersIsSentAsOftenAsTheyLikeAndNotVerified() throws Exception {
    template("own");
    String body = "{\"code\":\"4711\"," + message("own", "+8618701235676").substring(1);
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = post("/v1/codes", body);
      assertThat(answer.statusCode()).isEqualTo(200);
      long id = HttpCaller.json(answer).get("message_id").asLong();
      assertError(verified(id, "4711"), 4001);
    }
  }

  private static void template(String id) {
    HttpResponse<String> answer = post("/v1/template-configs", """
        {"template_id":"%s","send_channel_strategy":"telegram|sms","verify_code_config":{"verify_code_type":1,\
        "verify_code_len":6,"verify_code_ttl":10},"sms_config":{"template_type":1}}""".formatted(id));
    assertThat(answer.body()).isEqualTo("{\"code\":0,\"message\":\"success\"}");
  }

  private static JsonNode sent(String template, String to) {
    HttpResponse<String> answer = post("/v1/messages", message(template, to));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return HttpCaller.json(answer);
  }

  private static String message(String template, String to) {
    return "{\"to\":\"%s\",\"template\":{\"id\":\"%s\"}}".formatted(to, template);
  }

  private static HttpResponse<String> verified(long id, String code) {
    return post("/v1/verifications", "{\"message_id\":\"%d\",\"verify_code\":\"%s\"}".formatted(id, code));
  }

  private static HttpResponse<String> post(String path, String body) {
    return http.send(posting(path, body));
  }

  private static java.net.http.HttpRequest posting(String path, String body) {
    return http.request(path).header("Authorization", basic).POST(BodyPublishers.ofString(body)).build();
  }

  private static void assertError(HttpResponse<String> answer, int code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(HttpCaller.json(answer).get("code").asInt()).isEqualTo(code);
  }

  private static String wrong(String code) {
    return code.equals("000000") ? "000001" : "000000";
  }

  private static String code(Dispatch dispatch) throws Exception {
    return platform.keys().open(dispatch.getCode(), Contexts.code(dispatch.getMessageId()));
  }

  private static Dispatch dispatch(Topic<Dispatch> topic, long messageId) {
    return read(topic, dispatch -> dispatch.getMessageId() == messageId);
  }

  /** The first record of a topic that is wanted. */
  private static <T extends SpecificRecord> T read(Topic<T> topic, Predicate<T> wanted) {
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test-reader"), new StringDeserializer(),
        platform.serdes().deserializer(topic))) {
      var partitions = consumer.partitionsFor(topic.name()).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (long deadline = System.nanoTime() + TIMEOUT.toNanos(); System.nanoTime() < deadline;)
        for (var record : consumer.poll(Duration.ofMillis(200)))
          if (wanted.test(record.value())) return record.value();
      throw new AssertionError("nothing of it on " + topic.name());
    }
  }

  /** Says what a worker says whose provider does not know the number. */
  private static void refuse(Dispatch dispatch) {
    long id = dispatch.getMessageId();
    var result = DeliveryResult.newBuilder().setMessageId(id).setDispatch(dispatch.getDispatch())
        .setReferences(List.of()).setChannel(dispatch.getChannel()).setProvider("test")
        .setOutcome(DeliveryOutcome.REFUSED).setReason(Reason.RECIPIENT_UNREACHABLE).setProviderCode("404").setTries(1)
        .setParts(1).setAt(Instant.now()).build();
    try (var producer = new KafkaProducer<>(platform.kafka().producer("test-worker"), new StringSerializer(),
        platform.serdes().serializer(Topics.DELIVERY_RESULTS))) {
      var _ = producer.send(new ProducerRecord<>(Topics.DELIVERY_RESULTS.name(), MessageIds.partitionOf(id),
          Long.toString(id), result));
    }
  }
}
