package dev.otpstream.channel.max;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What came of one call to the messenger. No case quotes the answer, and none prints it. */
sealed interface Said {
  /** Done as asked. */
  record Done(JsonNode answer) implements Said {
    @Override public String toString() {
      return "Done";
    }
  }

  /**
   * Refused.
   *
   * @param status     the HTTP status; 200 where a success is said to be none
   * @param code       the messenger's word, or the status where it has none
   * @param retryAfter when to ask again, if it says so
   */
  record Refused(int status, String code, Optional<Duration> retryAfter) implements Said {}

  /** Answered, but nobody can read it. */
  record Puzzling(String detail) implements Said {}

  /** Asked, but not answered. */
  record Unheard(String detail) implements Said {}

  /** Not even asked: no connection, or no turn in time. */
  record Unreached(String detail) implements Said {}

  Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  Pattern SECONDS = Pattern.compile("[0-9]{1,5}");
  ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads an answer. The status decides: the messenger lists no error words.
   *
   * @param retryAfter the header of that name
   */
  static Said read(int status, Optional<String> retryAfter, byte[] body) {
    JsonNode answer = null;
    try {
      answer = JSON.readTree(body);
    } catch (IOException _) {
      // the cause's text may quote the body
    }
    boolean readable = answer != null && answer.isObject();
    if (status == 200 && !readable) return new Puzzling("HTTP 200 without JSON");
    if (status == 200 && !isFailure(answer)) return new Done(answer);
    if (status == 200 || status >= 400)
      return new Refused(status, readable ? code(status, answer) : Integer.toString(status),
          retryAfter.filter(text -> SECONDS.matcher(text).matches()).map(Long::parseLong).map(Duration::ofSeconds));
    return new Puzzling("HTTP " + status);
  }

  private static boolean isFailure(JsonNode answer) {
    return answer.path("success").isBoolean() && !answer.path("success").asBoolean();
  }

  private static String code(int status, JsonNode answer) {
    String code = answer.path("code").asText("");
    return CODE.matcher(code).matches() ? code : Integer.toString(status);
  }
}
