package dev.otpstream.simulators.telegramgateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes delivery reports, and answers with the statuses it is told, then with 200. */
final class ReportReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  record Received(long timestamp, String signature, String body) {
    JsonNode json() {
      try {
        return GatewayClient.JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("a report is JSON", e);
      }
    }

    String status() {
      return json().at("/delivery_status/status").asText();
    }
  }

  ReportReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/reports";
  }

  void answersFirst(int... statuses) {
    for (int status : statuses) {
      answers.add(status);
    }
  }

  List<Received> received() {
    return received;
  }

  List<String> statuses() {
    return received.stream().map(Received::status).toList();
  }

  @Override public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      received.add(new Received(Long.parseLong(headers.getFirst("X-Request-Timestamp")),
          headers.getFirst("X-Request-Signature"),
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Integer status = answers.poll();
      exchange.sendResponseHeaders(status == null ? 200 : status, -1);
    }
  }
}
