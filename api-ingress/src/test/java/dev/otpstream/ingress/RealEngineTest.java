package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.engine.OtpEngine;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two ingresses over real HTTP, the real engine and a real broker: what one is asked, the other answers for. */
class RealEngineTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  @TempDir
  private static Path folder;
  private static TestPlatform tested;
  private static Platform platform;
  private static OtpEngine engine;
  private static Ingress one;
  private static Ingress other;
  private static HttpCaller atOne;
  private static HttpCaller atOther;
  private static JsonNode account;

  @BeforeAll static void start() {
    tested = new TestPlatform(folder);
    platform = tested.platform();
    one = tested.start(Map.of("OTP_REPLY_TIMEOUT", "20s"));
    other = tested.start(Map.of("OTP_REPLY_TIMEOUT", "20s"));
    engine = OtpEngine.start(tested.env(Map.of("OTP_STATE_DIR", folder.resolve("state").toString())), platform);
    await().atMost(TIMEOUT).until(() -> engine.readiness().ready());
    atOne = new HttpCaller(one.port());
    atOther = new HttpCaller(other.port());
    account = HttpCaller.json(atOne.post("/admin/v1/accounts", TestPlatform.ADMIN_TOKEN,
        "{\"name\":\"Acme Ltd\",\"brand\":{\"name\":\"Acme\"},\"route\":[\"telegram\",\"sms\"]}"));
    String id = account.get("id").asText();
    await().atMost(TIMEOUT)
        .until(() -> atOther.get("/admin/v1/accounts/" + id, TestPlatform.ADMIN_TOKEN).statusCode() == 200);
  }

  @AfterAll static void stop() {
    atOne.close();
    atOther.close();
    one.close();
    other.close();
    engine.close();
    tested.close();
  }

  @Test void aMessageSentAtOneIngressIsFoundAtTheOtherByTheIdItsSenderWasGiven() {
    JsonNode sent = HttpCaller.json(kaleyra(atOne, "/messages", "{\"to\":\"+12025550123,+380971234567\","
        + "\"type\":\"TXN\",\"sender\":\"KLRHXA\",\"body\":\"Your code is 1234\"}"));
    assertThat(sent.get("totalCount").asInt()).isEqualTo(2);
    String first = sent.at("/data/0/message_id").asText();
    String second = sent.at("/data/1/message_id").asText();
    // The name travels to its partition by a topic of its own, so it is known a moment after the answer.
    await().atMost(TIMEOUT).untilAsserted(() -> {
      var request = atOther.request("/v1/" + sid() + "/messages/status?message_ids=" + first + "," + second)
          .header("api-key", key()).GET().build();
      JsonNode status = HttpCaller.json(atOther.send(request));
      assertThat(status.at("/data/0/campaign_id").asText()).isEqualTo(first);
      assertThat(status.at("/data/1/campaign_id").asText()).isEqualTo(second);
      assertThat(status.at("/data/0/status").asText()).isEqualTo("Sent");
      assertThat(status.at("/data/0/status_details").asText()).isEqualTo("SUBMITTED");
    });
  }

  @Test void aCodeGeneratedAtOneIngressIsValidatedOnceAtTheOther() throws Exception {
    JsonNode made = HttpCaller.json(kaleyra(atOne, "/verify", "{\"to\":{\"mobile\":\"+12025550124\"}}"));
    String verifyId = made.at("/data/verify_id").asText();
    String code = codeOnItsWay();
    String wrong = code.equals("000000") ? "000001" : "000000";

    assertThat(validated(verifyId, wrong).at("/error/code").asText()).isEqualTo("E912");
    assertThat(validated(verifyId, code).at("/data/message").asText()).isEqualTo("OTP verified successfully.");
    assertThat(validated(verifyId, code).at("/error/code").asText()).isEqualTo("E910");
    JsonNode unknown = validated(verifyId.substring(0, 35) + (verifyId.endsWith("0") ? "1" : "0"), code);
    assertThat(unknown.at("/error/code").asText()).isEqualTo("E909");
  }

  private static JsonNode validated(String verifyId, String code) {
    return HttpCaller.json(kaleyra(atOther, "/verify/validate",
        "{\"verify_id\":\"" + verifyId + "\",\"otp\":\"" + code + "\"}"));
  }

  private static HttpResponse<String> kaleyra(HttpCaller caller, String path, String body) {
    return caller.send(caller.request("/v1/" + sid() + path).header("api-key", key())
        .POST(BodyPublishers.ofString(body)).build());
  }

  /** The only code that is on its way to Telegram, as a worker would open it. */
  private static String codeOnItsWay() throws Exception {
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test-worker"), new StringDeserializer(),
        platform.serdes().deserializer(Topics.DISPATCH_TELEGRAM))) {
      var partitions = consumer.partitionsFor(Topics.DISPATCH_TELEGRAM.name()).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (long deadline = System.nanoTime() + TIMEOUT.toNanos(); System.nanoTime() < deadline;)
        for (ConsumerRecord<String, Dispatch> record : consumer.poll(Duration.ofMillis(500)))
          return platform.keys().open(record.value().getCode(), Contexts.code(record.value().getMessageId()));
      throw new AssertionError("no dispatch");
    }
  }

  private static String sid() {
    return account.at("/kaleyra/sid").asText();
  }

  private static String key() {
    return account.at("/kaleyra/api_key").asText();
  }
}
