package dev.otpstream.simulators.max;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call that is refused, with the HTTP status and the word that the Bot API has for it. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Integer> STATUSES = Map.of("verify.token", 401, "access.denied", 403, "chat.denied",
      403, "not.found", 404, "method.not.allowed", 405, "too.many.requests", 429);
  private static final int BAD_REQUEST = 400;
  private static final Pattern WITH_STATUS = Pattern.compile("([2-5][0-9]{2}) (.+)");

  private final int status;
  private final String code;

  private Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static Refusal of(String code, String message) {
    return new Refusal(STATUSES.getOrDefault(code, BAD_REQUEST), code, message);
  }

  static Refusal payload(String message) {
    return of("proto.payload", message);
  }

  /** As a script says it: a word, or a status and a word. */
  static Refusal scripted(String error) {
    Matcher matcher = WITH_STATUS.matcher(error);
    return matcher.matches()
        ? new Refusal(Integer.parseInt(matcher.group(1)), matcher.group(2), "scripted")
        : of(error, "scripted");
  }

  int status() {
    return status;
  }

  /** What is said: an error, or with a status of success a success that is none. */
  Map<String, Object> body() {
    return status < 300
        ? Map.of("success", false, "message", code)
        : Map.of("code", code, "message", String.valueOf(getMessage()));
  }
}
