package dev.otpstream.channel.sms.kaleyra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What came of one call. No case quotes the answer in its print. */
sealed interface Said {
  /** An answer's size beyond which it cannot be one. */
  int ANSWER_BYTES_MAX = 64 * 1024;
  ObjectMapper JSON = new ObjectMapper();

  /**
   * An answer.
   *
   * @param retryAfter what the header of this name says
   * @param body       missing if it is no JSON
   */
  record Answered(int httpStatus, Optional<Duration> retryAfter, JsonNode body) implements Said {
    static Answered of(int httpStatus, Optional<Duration> retryAfter, byte[] body) {
      try {
        return new Answered(httpStatus, retryAfter, JSON.readTree(body));
      } catch (IOException _) { // the cause's text may quote the body
        return new Answered(httpStatus, retryAfter, MissingNode.getInstance());
      }
    }

    @Override public String toString() {
      return "Answered[httpStatus=" + httpStatus + "]";
    }
  }

  /** Asked, but not answered. */
  record Unheard(String detail) implements Said {}

  /** Not even asked. */
  record Unreached(String detail) implements Said {}
}
