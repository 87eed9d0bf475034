package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.regex.Pattern;

/** What came of one call to the gateway. No case quotes the answer. */
sealed interface Said {
  /** Done as asked. */
  record Done(String requestId) implements Said {}

  /** Received; it promises nothing more. */
  record Heeded() implements Said {}

  /** Refused with the gateway's word. */
  record Refused(String error) implements Said {}

  /** Answered, but nobody can read it. */
  record Puzzling(String detail) implements Said {}

  /** Asked, but not answered. */
  record Unheard(String detail) implements Said {}

  /** Not even asked. */
  record Unreached(String detail) implements Said {}

  /** An answer's size beyond which it cannot be one. */
  int ANSWER_BYTES_MAX = 64 * 1024;
  Pattern ERROR = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  ObjectMapper JSON = new ObjectMapper();

  /** Reads an answer. The body decides: the gateway documents no HTTP statuses. */
  static Said read(int httpStatus, byte[] body) {
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (IOException _) { // the cause's text may quote the body
      return new Puzzling("HTTP " + httpStatus + " without JSON");
    }
    String requestId = answer.path("result").path("request_id").asText("");
    String error = answer.path("error").asText("");
    boolean done = answer.path("ok").isBoolean() && answer.path("ok").asBoolean();
    if (done && !requestId.isEmpty()) return new Done(requestId);
    if (done && answer.path("result").isBoolean() && answer.path("result").asBoolean()) return new Heeded();
    if (answer.path("ok").isBoolean() && !answer.path("ok").asBoolean() && ERROR.matcher(error).matches())
      return new Refused(error);
    return new Puzzling("HTTP " + httpStatus + " with unknown JSON");
  }
}
