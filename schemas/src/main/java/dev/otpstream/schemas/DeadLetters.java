package dev.otpstream.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Records that nobody could read or process. The key and the value are the very bytes of the origin, so that they can
 * be put back; the reason, the origin and a trace are headers. A reason never quotes the record.
 */
public final class DeadLetters {
  public static final String TOPIC = "otp.dead-letters";
  public static final Duration RETENTION = Duration.ofDays(30);
  public static final String REASON = "otp.reason";
  public static final String ORIGIN_TOPIC = "otp.origin.topic";
  public static final String ORIGIN_PARTITION = "otp.origin.partition";
  public static final String ORIGIN_OFFSET = "otp.origin.offset";
  public static final String SERVICE = "otp.service";
  /** On a letter that names its origin only, because no broker would take the whole of it. */
  public static final String CUT = "otp.cut";
  /** On a note that a letter was put back; the note names the letter's origin and carries nothing else. */
  public static final String REDRIVEN = "otp.redriven";
  /** The W3C trace context, which every letter has. */
  public static final String TRACE = "traceparent";

  /** With the headers of a letter still below what a broker takes by default. */
  private static final int BYTES_MAX = (1 << 20) - (4 << 10);
  private static final int REASON_CHARS_MAX = 500;
  private static final int TRACE_BYTES_MAX = 512;
  private static final List<String> OURS = List.of(ORIGIN_TOPIC, ORIGIN_PARTITION, ORIGIN_OFFSET, SERVICE, REASON, CUT,
      REDRIVEN);

  private DeadLetters() {}

  /** The letter of a record: the whole of it, or its origin only if a broker would not take more. */
  public static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> record, String service,
      String reason) {
    boolean fits = fits(length(record.key()), length(record.value()), record.headers());
    Headers headers = fits
        ? headers(record.headers(), record.topic(), record.partition(), record.offset(), service, reason)
        : originOnly(record.headers(), record.topic(), record.partition(), record.offset(), service, reason);
    return new ProducerRecord<>(TOPIC, null, fits ? record.key() : null, fits ? record.value() : null, headers);
  }

  /** Whether a broker would take the whole of a record as a letter. */
  public static boolean fits(int keyBytes, int valueBytes, Headers headers) {
    long bytes = (long) keyBytes + valueBytes;
    for (Header header : headers)
      bytes += header.key().length() * 3L + length(header.value());
    return bytes <= BYTES_MAX;
  }

  /** The origin's own headers with where it came from, who gave up and why. */
  public static Headers headers(Headers origin, String topic, int partition, long offset, String service,
      String reason) {
    var headers = new RecordHeaders(origin);
    OURS.forEach(headers::remove);
    put(headers, ORIGIN_TOPIC, topic);
    put(headers, ORIGIN_PARTITION, Integer.toString(partition));
    put(headers, ORIGIN_OFFSET, Long.toString(offset));
    put(headers, SERVICE, service);
    put(headers, REASON, shortened(reason));
    if (headers.lastHeader(TRACE) == null) put(headers, TRACE, trace(topic + "/" + partition + "/" + offset));
    return headers;
  }

  /** The headers of a letter that does not fit: of the origin's own only the trace. */
  public static Headers originOnly(Headers origin, String topic, int partition, long offset, String service,
      String reason) {
    var kept = new RecordHeaders();
    Header trace = origin.lastHeader(TRACE);
    if (trace != null && length(trace.value()) <= TRACE_BYTES_MAX) kept.add(trace);
    Headers headers = headers(kept, topic, partition, offset, service, reason);
    put(headers, CUT, "too large");
    return headers;
  }

  /** What a record had before it became a letter; the trace stays. */
  public static Headers originHeaders(Headers letter) {
    var headers = new RecordHeaders(letter);
    OURS.forEach(headers::remove);
    return headers;
  }

  /** The same record gets the same trace, however often it is buried. */
  private static String trace(String origin) {
    UUID id = UUID.nameUUIDFromBytes(origin.getBytes(StandardCharsets.UTF_8)); // never zero: it has a version
    return "00-%016x%016x-%016x-00".formatted(id.getMostSignificantBits(), id.getLeastSignificantBits(),
        id.getMostSignificantBits());
  }

  private static String shortened(String reason) {
    String given = reason == null ? "no reason given" : reason;
    return given.length() <= REASON_CHARS_MAX ? given : given.substring(0, REASON_CHARS_MAX);
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void put(Headers headers, String key, String value) {
    headers.remove(key);
    headers.add(key, value.getBytes(StandardCharsets.UTF_8));
  }
}
