package dev.otpstream.channel.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.Receipt.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportServerTest {
  private static final String DELIVERED = "{\"payload\":\"1025:2\",\"delivery_status\":{\"status\":\"delivered\"}}";
  private static final long NOW_S = TelegramSetting.NOW.getEpochSecond();
  private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  private CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);
  private final HttpClient http = HttpClient.newHttpClient();
  private final ReportServer server = new ReportServer(
      TelegramSetting.config(URI.create("http://127.0.0.1"), Map.of()), receipt -> {
        receipts.add(receipt);
        return stored;
      }, () -> TelegramSetting.NOW);

  @AfterEach void stop() {
    server.close();
    http.close();
  }

  @Test void aSignedReportIsStoredBeforeItIsAcknowledged() throws Exception {
    assertThat(post(DELIVERED, NOW_S, sign(DELIVERED, NOW_S))).isEqualTo(200);
    assertThat(receipts).singleElement().extracting(Receipt::state).isEqualTo(State.DELIVERED);
  }

  @Test void aReportThatCannotBeStoredIsToComeAgain() throws Exception {
    stored = CompletableFuture.failedFuture(new IllegalStateException("no broker"));
    assertThat(post(DELIVERED, NOW_S, sign(DELIVERED, NOW_S))).isEqualTo(503);
  }

  @Test void aForgedReportIsRefused() throws Exception {
    assertThat(post(DELIVERED, NOW_S, sign(DELIVERED + " ", NOW_S))).isEqualTo(401);
    assertThat(post(DELIVERED, NOW_S, "")).isEqualTo(401);
    assertThat(receipts).isEmpty();
  }

  @Test void aReplayedReportIsRefused() throws Exception {
    assertThat(post(DELIVERED, NOW_S - 3600, sign(DELIVERED, NOW_S - 3600))).isEqualTo(401);
  }

  @Test void aReportAboutNobodyIsAcknowledged() throws Exception {
    String unknown = "{\"request_id\":\"r9\",\"delivery_status\":{\"status\":\"delivered\"}}";
    assertThat(post(unknown, NOW_S, sign(unknown, NOW_S))).isEqualTo(200);
    assertThat(receipts).isEmpty();
  }

  @Test void aReportThatIsTooLongIsNotRead() throws Exception {
    String tooLong = " ".repeat((int) ReportServer.BODY_BYTES_MAX + 1);
    assertThat(post(tooLong, NOW_S, sign(tooLong, NOW_S))).isEqualTo(413);
  }

  private int post(String body, long timestamp, String signature) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(server.localUrl()).header("X-Request-Timestamp", Long.toString(timestamp))
        .header("X-Request-Signature", signature).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.discarding()).statusCode();
  }

  private static String sign(String body, long timestamp) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(TelegramSetting.TOKEN.getBytes(UTF_8)),
        "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal((timestamp + "\n" + body).getBytes(UTF_8)));
  }
}
