package dev.otpstream.ingress;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Operation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Calls a dialect's operations as the edge would, without HTTP. */
public final class DialectCaller {
  private final Dialect dialect;
  private final Map<String, String> headers = new HashMap<>(Map.of(Call.CONTENT_TYPE, "application/json"));

  public DialectCaller(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Sets a header of the calls to come; null removes it. */
  public DialectCaller with(String header, String value) {
    if (value == null) headers.remove(header);
    else
      headers.put(header, value);
    return this;
  }

  public Answer call(String operation, byte[] body, Map<String, String> parameters) {
    return call(operation, body, parameters, "");
  }

  public Answer call(String operation, byte[] body, Map<String, String> parameters, String query) {
    Operation found = dialect.operations().stream().filter(one -> one.name().equals(operation)).findFirst()
        .orElseThrow();
    return found.answers().apply(new Call(headers, parameters, query, body)).join();
  }

  public Answer call(String operation, String body) {
    return call(operation, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
