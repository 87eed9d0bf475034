package dev.otpstream.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Records that nobody could read or process. The key and the value are the very bytes of the origin, so that they can
 * be put back; the reason and the origin are headers. A reason never quotes the record.
 */
public final class DeadLetters {
  public static final String TOPIC = "otp.dead-letters";
  public static final Duration RETENTION = Duration.ofDays(30);
  public static final String REASON = "otp.reason";
  public static final String ORIGIN_TOPIC = "otp.origin.topic";
  public static final String ORIGIN_PARTITION = "otp.origin.partition";
  public static final String ORIGIN_OFFSET = "otp.origin.offset";
  public static final String SERVICE = "otp.service";

  private DeadLetters() {}

  /** The origin's own headers with where it came from, who gave up and why. */
  public static Headers headers(Headers origin, String topic, int partition, long offset, String service,
      String reason) {
    var headers = new RecordHeaders(origin);
    put(headers, ORIGIN_TOPIC, topic);
    put(headers, ORIGIN_PARTITION, Integer.toString(partition));
    put(headers, ORIGIN_OFFSET, Long.toString(offset));
    put(headers, SERVICE, service);
    put(headers, REASON, reason);
    return headers;
  }

  private static void put(Headers headers, String key, String value) {
    headers.remove(key);
    headers.add(key, value.getBytes(StandardCharsets.UTF_8));
  }
}
