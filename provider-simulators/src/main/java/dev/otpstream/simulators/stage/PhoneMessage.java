package dev.otpstream.simulators.stage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;

/**
 * What a phone received.
 *
 * @param phone digits only
 * @param messageId the provider's id; of a message in parts, that of its first part
 * @param sender the name or number shown, or null
 * @param code the code if the provider's protocol carries it apart from a text, else null
 * @param text the whole text, parts joined, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PhoneMessage(String provider,
    String phone,
    String messageId,
    String sender,
    String code,
    String text,
    @JsonSerialize(using = ToStringSerializer.class) Instant at) {

  /** Without phone, code and text. */
  @Override public String toString() {
    return "PhoneMessage[provider=" + provider + ", messageId=" + messageId + ", at=" + at + "]";
  }
}
