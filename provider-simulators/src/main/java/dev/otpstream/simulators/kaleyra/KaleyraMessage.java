package dev.otpstream.simulators.kaleyra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.stage.Receipt;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One message that was taken, and how it stands. Thread-safe. Prints without contents. */
final class KaleyraMessage {
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
      .withZone(ZoneOffset.UTC);
  private final String orderId;
  private final KaleyraOrder order;
  private final Instant createdAt;
  private volatile Standing standing = new Standing("SENT", "SENT", "Sent", "Message has been sent");

  /**
   * How a message stands, in the words of callbacks and of the status query.
   *
   * @param queried the status query's word for {@code status}
   */
  record Standing(String status, String trace, String queried, String description) {
    static Standing of(Receipt.Status status) {
      return switch (status) {
        case ENROUTE -> new Standing("SENT", "SENT", "Sent", "Message has been sent");
        case DELIVERED, READ -> new Standing("DELIVERED", "DELIVERED", "Delivered", "Message has been delivered");
        case UNDELIVERED -> new Standing("UNDELIVERED", "ABSENT-SUB", "UnDelivered", "Absent subscriber");
        case EXPIRED -> new Standing("UNDELIVERED", "EXPIRED", "UnDelivered", "Message has expired");
        case REJECTED -> new Standing("NOT-SENT", "BLACKLIST", "NotSent", "Number is blacklisted");
      };
    }
  }

  KaleyraMessage(String orderId, KaleyraOrder order, Instant createdAt) {
    this.orderId = orderId;
    this.order = order;
    this.createdAt = createdAt;
  }

  String id() {
    return orderId + ":1";
  }

  KaleyraOrder order() {
    return order;
  }

  void becomes(Standing next) {
    standing = next;
  }

  /** The answer to the order. */
  ObjectNode accepted() {
    var json = JsonNodeFactory.instance;
    ObjectNode body = json.objectNode().put("id", orderId).put("sender", order.sender()).put("type", order.type());
    if (!order.templateId().isEmpty()) body.put("template_id", order.templateId());
    body.put("body", order.body()).put("createdDateTime", SECONDS.format(createdAt) + "+00:00").put("totalCount", 1);
    body.putArray("data").addObject().put("message_id", id()).put("recipient", order.phone());
    body.putNull("dlrurl").putObject("error");
    return body;
  }

  /** An entry of the answer to a status query. */
  ObjectNode queried() {
    return JsonNodeFactory.instance.objectNode().put("campaign_id", id()).put("status", standing.queried())
        .put("status_details", standing.trace());
  }

  /** The body of a callback. */
  ObjectNode callback(String id, Standing told, Instant at) {
    return JsonNodeFactory.instance.objectNode().put("id", id).put("recipient", order.phone())
        .put("status", told.status()).put("status_trace", told.trace()).put("description", told.description())
        .put("timestamp", SECONDS.format(at));
  }

  @Override public String toString() {
    return "KaleyraMessage[" + id() + "]";
  }
}
