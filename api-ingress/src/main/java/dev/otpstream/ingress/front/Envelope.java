package dev.otpstream.ingress.front;

import dev.otpstream.ingress.json.Json;

/** The error envelope of our own API, which is also Zapnoty's: a text for people, a code for programs, a hint to retry. */
public final class Envelope {
  private Envelope() {}

  public static Answer error(int status, String code, boolean retryable, String text) {
    return Answer.of(status,
        Json.obj("error", Json.of(text), "code", Json.of(code), "retryable", Json.of(retryable)));
  }

  public static Answer error(int status, String code, String text) {
    return error(status, code, false, text);
  }

  /** The answer to what never became a call, by its HTTP status: the client's fault, unless it says otherwise. */
  static Answer fault(int status) {
    return switch (status) {
      case 404 -> error(status, "not_found", "No such path");
      case 500, 503 -> error(status, "internal_error", true, "Internal error");
      default -> error(status, "bad_request", "Bad request");
    };
  }
}
