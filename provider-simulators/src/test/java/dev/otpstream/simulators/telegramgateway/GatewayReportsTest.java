package dev.otpstream.simulators.telegramgateway;

import static dev.otpstream.simulators.Simulators.TELEGRAM_GATEWAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.Receipt.Flaw;
import dev.otpstream.simulators.stage.Receipt.Status;
import dev.otpstream.simulators.stage.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reports that the gateway posts. */
class GatewayReportsTest {
  private static final Duration SOON = Duration.ofMillis(10);
  private static final int FOR_EVER = 0;
  private static final AtomicLong NUMBERS = new AtomicLong(380_600_000_000L);
  private static Simulators simulators;
  private static GatewayClient client;

  private final String phone = "+" + NUMBERS.incrementAndGet();
  private ReportReceiver receiver;

  @BeforeAll static void start() {
    var gateway = TelegramGatewayConfig.defaults().withTtlSecond(SOON).withReportPause(SOON);
    simulators = Simulators.start(SimulatorsConfig.defaults().withTelegramGateway(gateway));
    client = new GatewayClient(simulators.telegramGatewayUrl(), simulators.telegramGatewayToken());
  }

  @AfterAll static void stop() {
    client.close();
    simulators.close();
  }

  @BeforeEach void receive() throws IOException {
    receiver = new ReportReceiver();
  }

  @AfterEach void receiveNoMore() {
    receiver.close();
  }

  @Test void aDeliveryIsReportedAndSigned() throws Exception {
    String id = sent();

    await().untilAsserted(() -> assertThat(receiver.statuses()).containsExactly("delivered"));
    ReportReceiver.Received report = receiver.received().getFirst();
    assertThat(report.json().path("request_id").asText()).isEqualTo(id);
    assertThat(report.json().path("payload").asText()).isEqualTo("m-1");
    assertThat(report.json().path("phone_number").asText()).isEqualTo(phone);
    assertThat(isGenuine(report)).isTrue();
    assertThat(Instant.ofEpochSecond(report.timestamp())).isBetween(Instant.now().minusSeconds(60),
        Instant.now().plusSeconds(1));
    assertThat(status(id)).isEqualTo("delivered");
  }

  @Test void aReadMessageIsReportedTwice() throws Exception {
    simulators.script(TELEGRAM_GATEWAY, phone, Step.read(SOON));

    String id = sent();

    await().untilAsserted(() -> assertThat(receiver.statuses()).containsExactlyInAnyOrder("delivered", "read"));
    assertThat(status(id)).isEqualTo("read");
  }

  @Test void aRefusedReportIsSentAgainUntilItIsTaken() throws Exception {
    receiver.answersFirst(500, 204, 404);

    sent();

    await().untilAsserted(() -> assertThat(receiver.statuses()).hasSize(4).containsOnly("delivered"));
    await().untilAsserted(() -> assertThat(simulators.journal().counters().get(TELEGRAM_GATEWAY))
        .containsKeys("report answered 500", "report answered 204", "report answered 404", "report answered 200"));
  }

  @Test void aReportThatFindsNobodyIsSentAgain() throws Exception {
    String nobody = receiver.url();
    receiver.close();

    client.call("sendVerificationMessage", Map.of("phone_number", phone, "code", "4711", "callback_url", nobody));

    await().untilAsserted(() -> assertThat(simulators.journal().counters().get(TELEGRAM_GATEWAY))
        .hasEntrySatisfying("report unanswered", count -> assertThat(count).isGreaterThanOrEqualTo(3)));
  }

  @Test void aMessageNotDeliveredWithinItsTtlExpiresAndIsRefunded() throws Exception {
    simulators.script(TELEGRAM_GATEWAY, phone, Step.noReceipt());

    sent(30);

    await().untilAsserted(() -> assertThat(receiver.statuses()).containsExactly("expired"));
    assertThat(receiver.received().getFirst().json().path("is_refunded").asBoolean()).isTrue();
  }

  @Test void aFailedMessageIsReportedAsExpired() throws Exception {
    simulators.script(TELEGRAM_GATEWAY, phone, Step.fail(Status.UNDELIVERED, SOON));

    sent();

    await().untilAsserted(() -> assertThat(receiver.statuses()).containsExactly("expired"));
    assertThat(simulators.messagesOf(phone)).isEmpty();
  }

  @Test void aRevokedMessageIsNeverDelivered() throws Exception {
    simulators.script(TELEGRAM_GATEWAY, phone, Step.deliver(Duration.ofSeconds(1)));
    String id = sent();

    var answer = client.call("revokeVerificationMessage", Map.of("request_id", id));

    assertThat(answer.path("result").asBoolean()).isTrue();
    await().untilAsserted(() -> assertThat(receiver.statuses()).containsExactly("revoked"));
    await().during(Duration.ofMillis(1_300)).untilAsserted(() -> assertThat(receiver.statuses()).hasSize(1));
    assertThat(status(id)).isEqualTo("revoked");
  }

  @Test void aRevocationAfterDeliveryHasNoEffect() throws Exception {
    String id = sent();
    await().untilAsserted(() -> assertThat(receiver.statuses()).containsExactly("delivered"));

    var answer = client.call("revokeVerificationMessage", Map.of("request_id", id));

    assertThat(answer.path("result").asBoolean()).isTrue();
    assertThat(status(id)).isEqualTo("delivered");
  }

  @Test void aRevocationMayBeScriptedToComeTooLate() throws Exception {
    simulators.script(TELEGRAM_GATEWAY, phone, Step.deliver(Duration.ofMillis(200)).revocable(false));
    String id = sent();

    client.call("revokeVerificationMessage", Map.of("request_id", id));

    await().untilAsserted(() -> assertThat(receiver.statuses()).containsExactly("delivered"));
  }

  @Test void aReportMayComeBeforeTheAnswer() throws Exception {
    simulators.script(TELEGRAM_GATEWAY, phone,
        Step.noReceipt().withReceipts(Receipt.of(Status.DELIVERED, Duration.ZERO).early())
            .answerAfter(Duration.ofMillis(500)));

    sent();

    assertThat(receiver.statuses()).containsExactly("delivered");
  }

  @Test void aReportMayBeDoubled() throws Exception {
    simulators.script(TELEGRAM_GATEWAY, phone,
        Step.noReceipt().withReceipts(Receipt.of(Status.DELIVERED, SOON).times(3)));

    sent();

    await().untilAsserted(() -> assertThat(receiver.statuses()).hasSize(3));
    assertThat(receiver.received().stream().map(ReportReceiver.Received::body).distinct()).hasSize(1);
  }

  @Test void reportsMayContradictEachOther() throws Exception {
    simulators.script(TELEGRAM_GATEWAY, phone, Step.noReceipt().withReceipts(Receipt.of(Status.EXPIRED, SOON),
        Receipt.of(Status.DELIVERED, Duration.ofMillis(300))));

    sent();

    await().untilAsserted(() -> assertThat(receiver.statuses()).containsExactly("expired", "delivered"));
  }

  @Test void aForgedReportHasAWrongSignature() throws Exception {
    assertThat(isGenuine(flawed(Flaw.WRONG_SIGNATURE))).isFalse();
  }

  @Test void aReplayedReportIsOldAndRightlySigned() throws Exception {
    ReportReceiver.Received report = flawed(Flaw.OLD_TIMESTAMP);

    assertThat(isGenuine(report)).isTrue();
    assertThat(Instant.ofEpochSecond(report.timestamp())).isBefore(Instant.now().minusSeconds(3000));
  }

  @Test void aReportMayBeAboutNoMessage() throws Exception {
    ReportReceiver.Received report = flawed(Flaw.UNKNOWN_ID);

    assertThat(isGenuine(report)).isTrue();
    String id = report.json().path("request_id").asText();
    assertThat(client.call("checkVerificationStatus", Map.of("request_id", id)).path("error").asText())
        .isEqualTo("REQUEST_ID_INVALID");
  }

  private ReportReceiver.Received flawed(Flaw flaw) throws IOException, InterruptedException {
    simulators.script(TELEGRAM_GATEWAY, phone,
        Step.noReceipt().withReceipts(Receipt.of(Status.DELIVERED, SOON).with(flaw)));
    sent(FOR_EVER);
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
    return receiver.received().getFirst();
  }

  private String sent() throws IOException, InterruptedException {
    return sent(FOR_EVER);
  }

  private String sent(int ttlSeconds) throws IOException, InterruptedException {
    var parameters = new HashMap<String, Object>(
        Map.of("phone_number", phone, "code", "4711", "payload", "m-1", "callback_url", receiver.url()));
    if (ttlSeconds != FOR_EVER) parameters.put("ttl", ttlSeconds);
    return client.call("sendVerificationMessage", parameters).at("/result/request_id").asText();
  }

  private static String status(String requestId) throws IOException, InterruptedException {
    return client.call("checkVerificationStatus", Map.of("request_id", requestId)).at("/result/delivery_status/status")
        .asText();
  }

  private static boolean isGenuine(ReportReceiver.Received report) {
    String signature = new ReportSignature(simulators.telegramGatewayToken()).of(report.timestamp(),
        report.body().getBytes(UTF_8));
    return signature.equals(report.signature());
  }
}
