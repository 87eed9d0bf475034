package dev.otpstream.channel.sms.kaleyra;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads a callback, however it says its names and values: the form of plain callbacks is not documented. */
final class CallbackReader {
  private static final List<String> IDS = List.of("id", "message_id", "kid");

  private CallbackReader() {}

  static Standing read(Map<String, String> fields, Instant at) {
    String id = IDS.stream().map(name -> fields.getOrDefault(name, "")).filter(value -> !value.isBlank()).findFirst()
        .orElse("");
    return Standing.of(id.strip(), fields.getOrDefault("status", ""), fields.getOrDefault("status_trace", ""), at);
  }
}
