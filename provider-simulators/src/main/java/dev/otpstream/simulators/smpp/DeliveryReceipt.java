package dev.otpstream.simulators.smpp;

import dev.otpstream.simulators.stage.Receipt;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A receipt before it is a PDU.
 *
 * @param id of the message, as receipts write it
 * @param sender of the message; the receipt goes to it
 */
record DeliveryReceipt(String id,
    String sender,
    String phone,
    String text,
    Receipt.Status status,
    Instant submittedAt,
    Instant doneAt) {

  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyMMddHHmm", Locale.ROOT)
      .withZone(ZoneOffset.UTC);
  private static final int TEXT_MAX = 20;

  /** The text that most providers send; its last key quotes the message. */
  String body() {
    boolean delivered = status == Receipt.Status.DELIVERED;
    return "id:" + id
        + " sub:001 dlvrd:"
        + (delivered ? "001" : "000")
        + " submit date:"
        + MINUTES.format(submittedAt)
        + " done date:"
        + MINUTES.format(doneAt)
        + " stat:"
        + stat()
        + " err:"
        + (delivered || status == Receipt.Status.ENROUTE ? "000" : "001")
        + " text:"
        + text.substring(0, Math.min(text.length(), TEXT_MAX));
  }

  /** The message_state of the standard. */
  byte messageState() {
    return switch (status) {
      case ENROUTE -> 1;
      case DELIVERED, READ -> 2;
      case EXPIRED -> 3;
      case UNDELIVERED -> 5;
      case REJECTED -> 8;
    };
  }

  private String stat() {
    return switch (status) {
      case ENROUTE -> "ENROUTE";
      case DELIVERED, READ -> "DELIVRD";
      case EXPIRED -> "EXPIRED";
      case UNDELIVERED -> "UNDELIV";
      case REJECTED -> "REJECTD";
    };
  }

  /** Without phone and text. */
  @Override public String toString() {
    return "DeliveryReceipt[id=" + id + ", status=" + status + "]";
  }
}
