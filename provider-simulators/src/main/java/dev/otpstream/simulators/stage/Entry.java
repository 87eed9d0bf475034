package dev.otpstream.simulators.stage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;

/**
 * One thing a provider received or sent.
 *
 * @param sequence grows by one an entry; never starts again while the simulators run
 * @param kind the provider's name for it: a method, a PDU, a report
 * @param phone digits only, or null where none is known
 * @param messageId the provider's id, or null where none is known
 * @param body what was said, readable by Jackson
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entry(long sequence,
    @JsonSerialize(using = ToStringSerializer.class) Instant at,
    String provider,
    Direction direction,
    String kind,
    String phone,
    String messageId,
    Object body) {

  /** Seen from the provider. */
  public enum Direction {
    RECEIVED,
    SENT
  }

  /** Without phone and body. */
  @Override public String toString() {
    return "Entry[" + sequence + " " + at + " " + provider + " " + direction + " " + kind + " " + messageId + "]";
  }
}
