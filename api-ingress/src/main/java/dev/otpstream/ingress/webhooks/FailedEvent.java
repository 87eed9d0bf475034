package dev.otpstream.ingress.webhooks;

import dev.otpstream.schemas.WebhookFailed;
import java.time.Instant;
import java.util.Comparator;

/** An event that a hook would not hear of, and its place in the topic. */
record FailedEvent(int partition, long offset, WebhookFailed failed) {
  /** By time; of one message, in its order. */
  static final Comparator<FailedEvent> OLDEST_FIRST = Comparator.comparing(FailedEvent::at)
      .thenComparing(FailedEvent::partition).thenComparing(FailedEvent::offset);

  /** Unlike the event's id, which all hooks of a message share, it names this failure only. */
  String id() {
    return partition + "." + offset;
  }

  String eventId() {
    return failed.getDue().getEventId();
  }

  String account() {
    return failed.getDue().getEvent().getAccountId();
  }

  Instant at() {
    return failed.getAt();
  }

  @Override public String toString() {
    return "FailedEvent[" + id() + "]";
  }
}
