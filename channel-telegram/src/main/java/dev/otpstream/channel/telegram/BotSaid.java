package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;

/** What came of one call to the Bot API. No case prints what a user said or is. */
sealed interface BotSaid {
  /** Done as asked. */
  record Done(JsonNode result) implements BotSaid {
    @Override public String toString() {
      return "Done";
    }
  }

  /**
   * Not done.
   *
   * @param code        the API's, which is the HTTP status, too
   * @param description the API's words, for comparison only: texts may change, and may quote
   * @param retryAfter  for 429; else zero
   */
  record Refused(int code, String description, Duration retryAfter) implements BotSaid {
    @Override public String toString() {
      return "Refused[" + code + "]";
    }
  }

  /** Answered, but nobody can read it. */
  record Puzzling(String detail) implements BotSaid {}

  /** Asked, but not answered. */
  record Unheard(String detail) implements BotSaid {}

  /** Not even asked. */
  record Unreached(String detail) implements BotSaid {}

  /** An answer's size beyond which it cannot be one; a hundred updates are far below. */
  int ANSWER_BYTES_MAX = 4 * 1024 * 1024;
  ObjectMapper JSON = new ObjectMapper();

  /** Reads an answer; lenient about all that does not matter. */
  static BotSaid read(int httpStatus, byte[] body) {
    JsonNode answer = json(body);
    JsonNode ok = answer.path("ok");
    if (ok.isBoolean() && ok.asBoolean()) return new Done(answer.path("result"));
    if (ok.isBoolean())
      return new Refused(answer.path("error_code").asInt(httpStatus), answer.path("description").asText(""),
          Duration.ofSeconds(Math.clamp(answer.at("/parameters/retry_after").asLong(0), 0, 86_400)));
    // A proxy before the API has its own bodies; a status of refusal is one all the same.
    if (httpStatus == 429 || httpStatus == 401) return new Refused(httpStatus, "", Duration.ZERO);
    return new Puzzling("HTTP " + httpStatus + " without a known answer");
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (IOException _) { // the cause's text may quote the body
      return MissingNode.getInstance();
    }
  }
}
