package dev.otpstream.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One call of the registry's REST API.
 *
 * @param path  as it came, still encoded
 * @param parts what the route's {@code {name}} places hold in this path, decoded
 * @param body  a missing node if there is none
 */
record Request(String method, String path, Map<String, String> query, JsonNode body, Map<String, String> parts) {
  Request(String method, String path, Map<String, String> query, JsonNode body) {
    this(method, path, query, body, Map.of());
  }

  Request withParts(Map<String, String> parts) {
    return new Request(method, path, query, body, parts);
  }

  String part(String name) {
    return parts.get(name);
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(query.get(name));
  }
}
