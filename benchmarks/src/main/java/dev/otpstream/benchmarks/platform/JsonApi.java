package dev.otpstream.benchmarks.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Single calls beside the load: accounts, journals, metrics. Every failure is an exception with one sentence. */
public final class JsonApi {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(TIMEOUT).build();

  private final URI base;

  public JsonApi(URI base) {
    this.base = base;
  }

  /** @throws IllegalStateException if there is no good answer in time */
  public JsonNode get(String path) {
    return json(path, text(path));
  }

  /** @throws IllegalStateException if there is no good answer in time */
  public String text(String path) {
    return call(request(path).GET().build());
  }

  /** @throws IllegalStateException if there is no good answer in time */
  public JsonNode post(String path, String bearer, Map<String, ?> body) {
    String sent;
    try {
      sent = JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("a body that cannot be written", e);
    }
    return json(path, call(request(path).header("Authorization", "Bearer " + bearer)
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(sent)).build()));
  }

  /** @throws IllegalStateException if there is no good answer in time */
  public void put(String path, String json) {
    call(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)).build());
  }

  /** @throws IllegalStateException if there is no good answer in time */
  public void delete(String path, String bearer) {
    call(request(path).header("Authorization", "Bearer " + bearer).DELETE().build());
  }

  /** Whether an address answers 200; no answer is no. */
  static boolean answersOk(URI address) {
    try {
      return HTTP.send(HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), BodyHandlers.discarding())
          .statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
  }

  private static String call(HttpRequest request) {
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2)
        throw new IllegalStateException(request.uri() + " answered " + response.statusCode());
      return response.body();
    } catch (IOException e) {
      throw new IllegalStateException("no answer from " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static JsonNode json(String path, String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(path + " answered no JSON", e);
    }
  }
}
