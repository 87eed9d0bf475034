package example;

import dev.otpstream.schemas.StatusEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many messages came how far, per channel. A message is accepted for its first channel; it is verified by the channel
 * that it was dispatched to last.
 */
final class Funnel {
  /** The newest so many messages are remembered. */
  private static final int MESSAGES_MAX = 100_000;

  private static final class Row {
    long accepted;
    long dispatched;
    long sent;
    long delivered;
    long verified;
  }

  /** The newest event of a message, and the channel it was dispatched to last. */
  private record Known(int sequence, String channel) {}

  private final Map<String, Row> rows = new TreeMap<>();
  private final Map<Long, Known> messages = new LinkedHashMap<>() {
    @Override protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
      return size() > MESSAGES_MAX;
    }
  };

  /** Counts an event; one that was seen before changes nothing. */
  boolean take(StatusEvent event) {
    Known known = messages.getOrDefault(event.getMessageId(), new Known(0, "unknown"));
    if (event.getSequence() <= known.sequence()) return false; // read twice
    String channel = event.getChannel() == null ? known.channel() : event.getChannel();
    switch (event.getType()) {
      case DISPATCHED -> {
        if (event.getDispatch() == 1) row(channel).accepted++;
        row(channel).dispatched++;
      }
      case SENT -> row(channel).sent++;
      case DELIVERED -> row(channel).delivered++;
      case VERIFIED -> row(channel).verified++;
      default -> {
        // not a step of the funnel; a word of a newer version arrives as OTHER
      }
    }
    messages.put(event.getMessageId(), new Known(event.getSequence(), channel));
    return true;
  }

  private Row row(String channel) {
    return rows.computeIfAbsent(channel, _ -> new Row());
  }

  @Override public String toString() {
    var text = new StringBuilder("channel     accepted dispatched       sent  delivered   verified\n");
    rows.forEach((channel, row) -> text.append("%-10s %9d %10d %10d %10d %10d%n".formatted(channel, row.accepted,
        row.dispatched, row.sent, row.delivered, row.verified)));
    return text.toString();
  }
}
