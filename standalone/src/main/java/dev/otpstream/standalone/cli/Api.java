package dev.otpstream.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A running platform's HTTP API. Every refusal is a {@link Failure} with a sentence for people. Prints no credentials. */
public final class Api {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI base;
  private final String authorization;
  private final String onRefusal;

  Api(URI base, String authorization, String onRefusal) {
    this.base = base;
    this.authorization = authorization;
    this.onRefusal = onRefusal;
  }

  public JsonNode get(String path) {
    return find(path).orElseThrow(() -> new Failure("there is no " + path + " at " + base));
  }

  /** What is at a path; empty if the platform knows nothing there. */
  public Optional<JsonNode> find(String path) {
    return call("GET", path, BodyPublishers.noBody());
  }

  /** @param what what is changed, for the sentence if it is not there */
  public JsonNode send(String method, String path, Object body, String what) {
    return call(method, path, BodyPublishers.ofString(json(body)))
        .orElseThrow(() -> new Failure("there is no " + what));
  }

  public JsonNode delete(String path, String what) {
    return call("DELETE", path, BodyPublishers.noBody()).orElseThrow(() -> new Failure("there is no " + what));
  }

  /** A text as a part of a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Optional<JsonNode> call(String method, String path, BodyPublisher body) {
    try {
      HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT)
          .header("Authorization", authorization).header("Content-Type", "application/json").method(method, body)
          .build(), BodyHandlers.ofString());
      JsonNode json = read(answer.body());
      return switch (answer.statusCode()) {
        case 200, 201, 202 -> Optional.of(json);
        case 204 -> Optional.of(MissingNode.getInstance());
        case 401, 403 -> throw new Failure(onRefusal);
        case 404 -> Optional.empty();
        case 429, 503 -> throw new Failure("the platform cannot do it now (" + reason(json) + "): try again");
        default -> throw new Failure("the platform answers " + answer.statusCode() + ": " + reason(json));
      };
    } catch (IOException _) {
      throw new Failure(
          "nothing answers at " + base + ": start the platform (./otp up), or name where it is with --url");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /** Ours and EngageLab's errors, whichever form they have. */
  private static String reason(JsonNode answer) {
    JsonNode error = answer.path("error");
    for (JsonNode candidate : new JsonNode[]{error.path("message"), error.path("text"), answer.path("message"), error})
      if (candidate.isTextual()) return candidate.asText();
    return "without a reason";
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }

  private static String json(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what commands ask is always JSON", e);
    }
  }
}
