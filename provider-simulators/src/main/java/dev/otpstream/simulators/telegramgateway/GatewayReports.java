package dev.otpstream.simulators.telegramgateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.Stage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Posts delivery reports to callers, again with growing pauses until they answer 200. */
final class GatewayReports {
  /** As documented: after so many tries the report is lost. */
  static final int TRIES_MAX = 10;

  private static final Duration PAUSE_MAX = Duration.ofSeconds(10);
  private static final long REPLAY_AGE_SECONDS = 3600;

  private final Stage stage;
  private final ReportSignature signature;
  private final ReportSignature wrongSignature;
  private final Duration firstPause;

  private record Report(URI to, String phone, RequestStatus status, Receipt.Flaw flaw) {}

  GatewayReports(TelegramGatewayConfig config, Stage stage) {
    this.stage = stage;
    signature = new ReportSignature(config.token());
    wrongSignature = new ReportSignature("not-" + config.token());
    firstPause = config.reportPause();
  }

  void post(String callbackUrl, String phone, RequestStatus status, Receipt.Flaw flaw) {
    if (callbackUrl.isEmpty()) return;
    post(new Report(URI.create(callbackUrl), phone, status, flaw), 1);
  }

  private void post(Report report, int tries) {
    stage.journal().sent(TelegramGateway.NAME, "report", report.phone(), report.status().requestId(), report.status());
    byte[] body = body(report.status());
    stage.callbacks().post(report.to(), headers(report.flaw(), body), body, status -> answered(report, tries, status));
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

  private Map<String, String> headers(Receipt.Flaw flaw, byte[] body) {
    long age = flaw == Receipt.Flaw.OLD_TIMESTAMP ? REPLAY_AGE_SECONDS : 0;
    long timestamp = Instant.now().getEpochSecond() - age;
    ReportSignature signer = flaw == Receipt.Flaw.WRONG_SIGNATURE ? wrongSignature : signature;
    return Map.of("Content-Type", "application/json", "X-Request-Timestamp", Long.toString(timestamp),
        "X-Request-Signature", signer.of(timestamp, body));
  }

  private byte[] body(RequestStatus status) {
    try {
      return stage.json().writeValueAsBytes(status);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request status is always writable", e);
    }
  }
}
