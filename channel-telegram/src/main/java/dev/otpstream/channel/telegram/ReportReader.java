package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.Receipt.State;
import dev.otpstream.schemas.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Reads the gateway's delivery reports. */
final class ReportReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportReader() {}

  /**
   * The receipt in a report. There is none in a report that is not about a dispatch of ours, or says nothing of the
   * delivery that we do not know yet; {@code verification_status} is about codes that we verify ourselves.
   */
  static Optional<Receipt> read(byte[] body, Instant now) {
    JsonNode report;
    try {
      report = JSON.readTree(body);
    } catch (IOException _) {
      return Optional.empty();
    }
    String status = report.path("delivery_status").path("status").asText("");
    return Payload.read(report.path("payload").asText("")).flatMap(subject -> switch (status) {
      case "delivered" -> Optional.of(new Receipt(subject, State.DELIVERED, Optional.empty(), status, now));
      case "read" -> Optional.of(new Receipt(subject, State.READ, Optional.empty(), status, now));
      case "expired" -> Optional.of(new Receipt(subject, State.UNDELIVERED, Optional.of(Reason.EXPIRED), status, now));
      case "revoked" ->
        Optional.of(new Receipt(subject, State.UNDELIVERED, Optional.of(Reason.MESSAGE_ENDED), status, now));
      default -> Optional.empty();
    });
  }
}
