package dev.otpstream.simulators.telegramgateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.Stage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/** Posts delivery reports to callers, again with growing pauses until they answer 200. */
final class GatewayReports implements AutoCloseable {
  /** As documented: after so many tries the report is lost. */
  static final int TRIES_MAX = 10;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration POST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(10);
  private static final long REPLAY_AGE_SECONDS = 3600;

  private final Stage stage;
  private final ReportSignature signature;
  private final ReportSignature wrongSignature;
  private final Duration firstPause;
  private final HttpClient http;

  private record Report(URI to, String phone, RequestStatus status, Receipt.Flaw flaw) {}

  GatewayReports(TelegramGatewayConfig config, Stage stage) {
    this.stage = stage;
    signature = new ReportSignature(config.token());
    wrongSignature = new ReportSignature("not-" + config.token());
    firstPause = config.reportPause();
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT).build();
  }

  void post(String callbackUrl, String phone, RequestStatus status, Receipt.Flaw flaw) {
    if (callbackUrl.isEmpty()) return;
    post(new Report(URI.create(callbackUrl), phone, status, flaw), 1);
  }

  @Override public void close() {
    http.shutdownNow();
  }

  private void post(Report report, int tries) {
    stage.journal().sent(TelegramGateway.NAME, "report", report.phone(), report.status().requestId(), report.status());
    var _ = http.sendAsync(signed(report), HttpResponse.BodyHandlers.discarding())
        .handle((answer, failure) -> answer == null ? 0 : answer.statusCode())
        .thenAccept(httpStatus -> answered(report, tries, httpStatus));
  }

  private void answered(Report report, int tries, int httpStatus) {
    stage.journal().count(TelegramGateway.NAME,
        httpStatus == 0 ? "report unanswered" : "report answered " + httpStatus);
    if (httpStatus == 200) return;
    if (tries >= TRIES_MAX) {
      stage.journal().count(TelegramGateway.NAME, "report lost");
      return;
    }
    stage.timers().after(pause(tries), () -> post(report, tries + 1));
  }

  private Duration pause(int tries) {
    Duration pause = firstPause.multipliedBy(1L << (tries - 1));
    return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
  }

  private HttpRequest signed(Report report) {
    long age = report.flaw() == Receipt.Flaw.OLD_TIMESTAMP ? REPLAY_AGE_SECONDS : 0;
    long timestamp = Instant.now().getEpochSecond() - age;
    ReportSignature signer = report.flaw() == Receipt.Flaw.WRONG_SIGNATURE ? wrongSignature : signature;
    byte[] body = body(report.status());
    return HttpRequest.newBuilder(report.to())
        .timeout(POST_TIMEOUT)
        .header("Content-Type", "application/json")
        .header("X-Request-Timestamp", Long.toString(timestamp))
        .header("X-Request-Signature", signer.of(timestamp, body))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private byte[] body(RequestStatus status) {
    try {
      return stage.json().writeValueAsBytes(status);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request status is always writable", e);
    }
  }
}
