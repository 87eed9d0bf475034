package dev.otpstream.kit.redrive;

import dev.otpstream.schemas.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Where a record was when nobody could process it. Two letters of one origin are about the same record. */
public record Origin(String topic, int partition, long offset) {

  /** What a letter's or a note's headers name; empty if they name none. */
  public static Optional<Origin> of(Headers headers) {
    try {
      String topic = text(headers, DeadLetters.ORIGIN_TOPIC);
      int partition = Integer.parseInt(text(headers, DeadLetters.ORIGIN_PARTITION));
      long offset = Long.parseLong(text(headers, DeadLetters.ORIGIN_OFFSET));
      return topic.isEmpty() || partition < 0 || offset < 0
          ? Optional.empty()
          : Optional.of(new Origin(topic, partition, offset));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
