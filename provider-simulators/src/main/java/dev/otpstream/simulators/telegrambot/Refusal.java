package dev.otpstream.simulators.telegrambot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Bot API answers instead of a result. Expected, so without a stack trace. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final Pattern SCRIPTED = Pattern.compile("([45][0-9]{2}) (.{1,200})");
  private final int code;
  private final int retryAfterSeconds;

  private Refusal(int code, String description, int retryAfterSeconds) {
    super(description, null, false, false);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static Refusal of(int code, String description) {
    return new Refusal(code, description, 0);
  }

  static Refusal bad(String what) {
    return of(400, "Bad Request: " + what);
  }

  static Refusal throttle(int seconds) {
    return new Refusal(429, "Too Many Requests: retry after " + seconds, seconds);
  }

  /** A script's word: a status and the text, or the text of a 400. */
  static Refusal scripted(String error) {
    Matcher whole = SCRIPTED.matcher(error);
    return whole.matches() ? of(Integer.parseInt(whole.group(1)), whole.group(2)) : bad(error);
  }

  int status() {
    return code;
  }

  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("ok", false).put("error_code", code)
        .put("description", getMessage());
    if (retryAfterSeconds > 0) body.putObject("parameters").put("retry_after", retryAfterSeconds);
    return body;
  }
}
