package dev.otpstream.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A caller's hook, which trusts only what the independent Standard Webhooks library verifies. */
final class Hooks implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One call that was verified. */
  record Call(String path, String id, JsonNode body, String traceparent) {}

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Webhook webhook;

  Hooks(String secret) {
    try {
      webhook = new Webhook(secret);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (EmptyWebhookSecretException e) {
      throw new IllegalArgumentException("an account without a webhook secret", e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::receive);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  List<Call> calls(String path) {
    return calls.stream().filter(call -> call.path().equals("/" + path)).toList();
  }

  List<String> refused() {
    return refused;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true);
      try {
        webhook.verify(body, headers);
      } catch (WebhookVerificationException e) {
        refused.add(e.getMessage());
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      calls.add(new Call(exchange.getRequestURI().getPath(), headers.firstValue("webhook-id").orElseThrow(),
          JSON.readTree(body), headers.firstValue("traceparent").orElse("")));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override public void close() {
    server.stop(0);
  }
}
