package dev.otpstream.simulators.telegramgateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A caller of the gateway, as plain as can be. */
final class GatewayClient implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
  private final URI gateway;
  private final String token;

  GatewayClient(URI gateway, String token) {
    this.gateway = gateway;
    this.token = token;
  }

  JsonNode call(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
    return JSON.readTree(post(method, parameters).body());
  }

  HttpResponse<String> post(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
    return send(request(method).header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(parameters))));
  }

  HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create(gateway + "/" + pathAndQuery)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override public void close() {
    http.shutdownNow();
  }
}
