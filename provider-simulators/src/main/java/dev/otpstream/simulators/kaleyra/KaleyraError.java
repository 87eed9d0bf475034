package dev.otpstream.simulators.kaleyra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A refusal in Kaleyra's words. The documentation names no HTTP statuses; these are guesses.
 *
 * @param field   whose fault it is, the key within {@code error}
 * @param message what is wrong with it
 */
record KaleyraError(int httpStatus, String code, String field, String message) {
  private static final Pattern SCRIPTED = Pattern.compile("(?:(\\d{3}) )?(\\S+)");

  static KaleyraError of(String code, String field, String message) {
    return new KaleyraError(400, code, field, message);
  }

  static KaleyraError unauthorized() {
    return new KaleyraError(401, "UNAUTHORIZED", "api-key", "Invalid api-key");
  }

  /** A script's word: a code, before it perhaps an HTTP status. */
  static KaleyraError scripted(String word) {
    Matcher parts = SCRIPTED.matcher(word);
    if (!parts.matches()) throw new IllegalArgumentException("not a code such as E406, or 200 E406");
    int status = parts.group(1) == null ? 400 : Integer.parseInt(parts.group(1));
    return new KaleyraError(status, parts.group(2), "to", "refused as scripted");
  }

  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    body.putObject("error").put(field, message);
    return body;
  }
}
