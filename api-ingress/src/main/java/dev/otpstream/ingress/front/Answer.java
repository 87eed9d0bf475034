package dev.otpstream.ingress.front;

import dev.otpstream.ingress.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param status  the HTTP status
 * @param headers headers beside the content type
 * @param body    the body
 */
public record Answer(int status, Map<String, String> headers, Json body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer of(int status, Json body) {
    return new Answer(status, Map.of(), body);
  }

  public static Answer ok(Json body) {
    return of(200, body);
  }

  /** The same answer with one more header. */
  public Answer with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }

  /** The same answer with a {@code Retry-After} header: whole seconds, rounded up, at least one. */
  public Answer retryAfter(Duration wait) {
    return with("Retry-After", Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000)));
  }
}
