package dev.otpstream.kit.redrive;

import dev.otpstream.schemas.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One dead letter.
 *
 * @param origin   where it came from
 * @param buriedAt when it was given up
 * @param service  who gave it up
 * @param reason   why
 * @param trace    the trace it belongs to, in W3C's form
 * @param whole    whether all of it was kept
 * @param record   the letter itself
 */
public record Letter(Origin origin, Instant buriedAt, String service, String reason, String trace, boolean whole,
    ConsumerRecord<byte[], byte[]> record) {

  /** The letter in a record; empty for whatever else is in the topic. */
  public static Optional<Letter> of(ConsumerRecord<byte[], byte[]> record) {
    if (record.headers().lastHeader(DeadLetters.REDRIVEN) != null) return Optional.empty();
    return Origin.of(record.headers()).map(
        origin -> new Letter(origin, Instant.ofEpochMilli(record.timestamp()), text(record, DeadLetters.SERVICE),
            text(record, DeadLetters.REASON), text(record, DeadLetters.TRACE),
            record.headers().lastHeader(DeadLetters.CUT) == null, record));
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Never the record itself: it may hold what must not be read. */
  @Override public String toString() {
    return "Letter[" + origin + "]";
  }
}
