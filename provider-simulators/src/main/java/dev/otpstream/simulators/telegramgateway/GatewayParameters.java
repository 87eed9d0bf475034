package dev.otpstream.simulators.telegramgateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a caller says, from query, form or JSON alike. */
final class GatewayParameters {
  private GatewayParameters() {}

  /** @throws JsonProcessingException if the body is said to be JSON and is no JSON object */
  static Map<String, String> of(Context ctx, ObjectMapper json) throws IOException {
    var parameters = new LinkedHashMap<String, String>();
    if (ctx.queryString() != null) first(ctx.queryParamMap(), parameters);
    if (ctx.isFormUrlencoded()) first(ctx.formParamMap(), parameters);
    if (ctx.isJson()) properties(json.readTree(ctx.bodyAsBytes()), parameters);
    return parameters;
  }

  private static void first(Map<String, List<String>> from, Map<String, String> to) {
    from.forEach((name, values) -> to.put(name, values.getFirst()));
  }

  private static void properties(JsonNode from, Map<String, String> to) throws IOException {
    if (!from.isObject()) throw new IOException("no JSON object");
    from.properties().stream()
        .filter(property -> !property.getValue().isNull())
        .forEach(property -> to.put(property.getKey(), property.getValue().asText()));
  }
}
