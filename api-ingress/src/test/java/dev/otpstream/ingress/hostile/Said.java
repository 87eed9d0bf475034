package dev.otpstream.ingress.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a connection said until it closed.
 *
 * @param status  of the first answer; 0: it said nothing
 * @param answers how many answers came
 * @param body    of the last answer
 * @param whole   all of it
 */
record Said(int status, int answers, String body, String whole) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/1\\.[01] (\\d{3}) ");
  private static final Pattern TRACE = Pattern
      .compile("(?i)\\tat |exception|stack|<html|jetty|javalin|kafka|\\bnull pointer|/home/|\\.java");

  /** The words in which a front refuses. */
  enum Shape {
    /** Ours and Zapnoty's. */
    ENVELOPE, ALPHASMS, ENGAGELAB, KALEYRA,
    /** Of Kaleyra's calls about codes. */
    KALEYRA_VERIFY,
    /** Nothing: the answer to a HEAD. */
    EMPTY,
    /** None of them. */
    OTHER;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Said of(String whole) {
    Matcher status = STATUS.matcher(whole);
    int first = 0;
    int answers = 0;
    for (; status.find(); answers++)
      if (answers == 0) first = Integer.parseInt(status.group(1));
    int bodyAt = whole.lastIndexOf("\r\n\r\n");
    return new Said(first, answers, bodyAt < 0 ? "" : whole.substring(bodyAt + 4), whole);
  }

  Shape shape() {
    if (body.isEmpty()) return Shape.EMPTY;
    JsonNode said;
    try {
      said = JSON.readTree(body);
    } catch (IOException e) {
      return Shape.OTHER;
    }
    JsonNode error = said.path("error");
    if (said.path("success").isBoolean() && !said.path("success").booleanValue() && error.isTextual())
      return Shape.ALPHASMS;
    if (error.isTextual() && said.path("code").isTextual() && said.path("retryable").isBoolean())
      return Shape.ENVELOPE;
    if (said.path("code").isInt() && said.path("message").isTextual()) return Shape.ENGAGELAB;
    if (said.path("code").isTextual() && said.path("message").isTextual() && error.isObject()) return Shape.KALEYRA;
    boolean verify = error.path("code").isTextual() && error.path("message").isTextual();
    return verify ? Shape.KALEYRA_VERIFY : Shape.OTHER;
  }

  /** Whether it lets on how it is made. */
  boolean tells() {
    return TRACE.matcher(whole).find();
  }
}
