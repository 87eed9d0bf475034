package dev.otpstream.embedded.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Plain calls to a registry's REST API: what goes over the wire and what comes back, without a client's opinion. */
public final class RegistryClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String baseUrl;
  private final Map<String, String> headers;

  /** For the API at {@code baseUrl}, which has no slash at its end. The headers go along with each call. */
  public RegistryClient(String baseUrl, Map<String, String> headers) {
    this.baseUrl = baseUrl;
    this.headers = Map.copyOf(headers);
  }

  /** An answer; a body that is no JSON is missing. */
  public record Answer(int status, JsonNode body, String contentType) {
    /** Confluent's own code, or 0 in an answer without. */
    public int errorCode() {
      return body.path("error_code").asInt();
    }
  }

  /** Reads. */
  public Answer get(String path) {
    return call("GET", path, BodyPublishers.noBody());
  }

  /** Deletes. */
  public Answer delete(String path) {
    return call("DELETE", path, BodyPublishers.noBody());
  }

  /** Sends an object with one field. */
  public Answer put(String path, String field, String value) {
    return call("PUT", path, BodyPublishers.ofString(json(Map.of(field, value))));
  }

  /** Sends a schema in Avro's JSON. */
  public Answer postSchema(String path, String schema) {
    return post(path, json(Map.of("schema", schema)));
  }

  /** Sends any text. */
  public Answer post(String path, String body) {
    return call("POST", path, BodyPublishers.ofString(body));
  }

  @Override public void close() {
    http.close();
  }

  private Answer call(String method, String path, BodyPublisher body) {
    var request = HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(TIMEOUT).method(method, body)
        .header("Content-Type", "application/vnd.schemaregistry.v1+json");
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), parsed(response.body()),
          response.headers().firstValue("Content-Type").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
