package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's side of the server on a real broker, where providers are real: without a telephone. */
class ConsoleTest {
  @TempDir
  private static Path folder;
  private static TestPlatform tested;
  private static Ingress ingress;
  private static HttpCaller http;

  @BeforeAll static void start() {
    tested = new TestPlatform(folder);
    ingress = tested.start(Map.of());
    http = new HttpCaller(ingress.port());
  }

  @AfterAll static void stop() {
    http.close();
    ingress.close();
    tested.close();
  }

  @Test void thePageIsForEverybodyAndWhatItShowsForOperatorsOnly() {
    assertThat(http.get("/console", "").statusCode()).isEqualTo(200);
    assertThat(http.get("/console/console.js", "").headers().firstValue("content-type").orElse(""))
        .startsWith("text/javascript");
    assertThat(http.get("/console/live", "").statusCode()).isEqualTo(401);
    assertThat(http.get("/console/live", "not the token").statusCode()).isEqualTo(401);
    assertThat(http.get("/console/live?window=1y", TestPlatform.ADMIN_TOKEN).statusCode()).isEqualTo(400);
    assertThat(http.post("/console/live", TestPlatform.ADMIN_TOKEN, "").statusCode()).isEqualTo(405);
  }

  @Test void thereIsNoTelephone() {
    assertThat(http.get("/console/phone.js", "").statusCode()).isEqualTo(404);
    assertThat(http.get("/console/phone/380971234567", TestPlatform.ADMIN_TOKEN).statusCode()).isEqualTo(404);
  }

  @Test void itCanBeSwitchedOff() {
    try (Ingress without = tested.start(Map.of("OTP_CONSOLE", "false")); var caller = new HttpCaller(without.port())) {
      assertThat(caller.get("/console", "").statusCode()).isEqualTo(404);
      assertThat(caller.get("/console/live", TestPlatform.ADMIN_TOKEN).statusCode()).isEqualTo(404);
      assertThat(caller.post("/admin/v1/dead-letters/redrive", "", "{}").statusCode()).isEqualTo(401);
    }
  }

  @Test void whatIsCommittedIsInThePictureAndTheFeedEndsWithTheService() throws Exception {
    Ingress another = tested.start(Map.of());
    write();
    try (var caller = new HttpCaller(another.port()); var client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> feed = client.send(caller.request("/console/live?window=1h")
          .header("Authorization", "Bearer " + TestPlatform.ADMIN_TOKEN).GET().build(), BodyHandlers.ofInputStream());
      assertThat(feed.headers().firstValue("content-type")).contains("text/event-stream");
      try (var lines = new BufferedReader(new InputStreamReader(feed.body(), StandardCharsets.UTF_8))) {
        JsonNode picture = next(lines);
        long deadlineNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!picture.at("/status/totals/accepted").asText().equals("1")
            || picture.at("/dead_letters/waiting").asInt() < 1) {
          assertThat(System.nanoTime()).as(picture.toString()).isLessThan(deadlineNs);
          picture = next(lines);
        }
        assertThat(picture.get("demo").asBoolean()).isFalse();
        assertThat(picture.at("/dead_letters/newest/0/reason").asText()).isEqualTo("why");
        assertThat(picture.toString()).doesNotContain("what must not be shown");

        another.close();

        await().until(() -> lines.readLine() == null);
      }
    }
  }

  private static JsonNode next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && line.isEmpty())
      line = lines.readLine();
    assertThat(line).startsWith("data: ");
    return ApiDocument.read(line.substring("data: ".length()));
  }

  private static void write() throws Exception {
    var platform = tested.platform();
    var accepted = StatusEvent.newBuilder().setMessageId(1).setSequence(1).setType(StatusType.ACCEPTED)
        .setState(MessageState.QUEUED).setAt(Instant.now()).setAccountId("acme").setRecipientToken("token")
        .setRecipientMasked("+38097*****67").setDispatch(0).build();
    try (var producer = new KafkaProducer<>(platform.kafka().producer("test"), new StringSerializer(),
        platform.serdes().serializer(Topics.STATUS));
        var graves = new KafkaProducer<>(platform.kafka().producer("test"), new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.STATUS.name(), "1", null)).get(30, TimeUnit.SECONDS); // no event
      producer.send(new ProducerRecord<>(Topics.STATUS.name(), "1", accepted)).get(30, TimeUnit.SECONDS);
      var record = new ConsumerRecord<>("otp.commands", 1, 5, new byte[0],
          "what must not be shown".getBytes(StandardCharsets.UTF_8));
      graves.send(DeadLetters.letter(record, "test", "why")).get(30, TimeUnit.SECONDS);
    }
  }
}
