package dev.otpstream.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.otpstream.kit.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The demo's caller: plain HTTP, and every call is shown. */
final class Api {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final PrintStream out;

  Api(URI base, PrintStream out) {
    this.base = base;
    this.out = out;
  }

  JsonNode admin(Secret token, String method, String path, Object body) {
    return call(request(path).header("Authorization", "Bearer " + token.reveal())
        .method(method, BodyPublishers.ofString(json(body))).build(), json(body));
  }

  JsonNode zapnoty(JsonNode account, String path, Object body) {
    return call(request(path).header("Authorization", bearer(account)).POST(BodyPublishers.ofString(json(body)))
        .build(), json(body));
  }

  JsonNode get(JsonNode account, String path) {
    return call(request(path).header("Authorization", bearer(account)).GET().build(), "");
  }

  JsonNode post(String path, Object body) {
    return call(request(path).POST(BodyPublishers.ofString(json(body))).build(), json(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).header("Content-Type", "application/json");
  }

  private static String bearer(JsonNode account) {
    return "Bearer " + account.path("zapnoty").path("api_key").asText();
  }

  private JsonNode call(HttpRequest request, String shown) {
    try {
      long startedNs = System.nanoTime();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      out.printf("  %s %s %s%n     -> %d %s (%d ms)%n", request.method(), request.uri().getPath(), shown,
          response.statusCode(), response.body().strip(), (System.nanoTime() - startedNs) / 1_000_000);
      if (response.statusCode() >= 400) throw new IllegalStateException("answered " + response.statusCode());
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException("no answer from " + request.uri().getPath(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String json(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
