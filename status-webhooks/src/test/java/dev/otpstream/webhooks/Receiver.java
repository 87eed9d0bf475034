package dev.otpstream.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A caller's server on loopback that keeps what it was told. */
final class Receiver implements AutoCloseable {
  /** One call, as it came. */
  record Call(String eventId, String body, HttpHeaders headers, int answered, Instant at) {}

  /** Means: does not answer until it is closed. */
  static final int SILENCE = 0;

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile int status;

  Receiver(int status) {
    this.status = status;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int answer = status;
    calls.add(new Call(exchange.getRequestHeaders().getFirst("webhook-id"), body,
        HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true), answer, Instant.now()));
    if (answer == SILENCE) awaitClose();
    exchange.sendResponseHeaders(answer == SILENCE ? 500 : answer, -1);
    exchange.close();
  }

  private void awaitClose() {
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException _) {
      // closed
    }
  }

  void answers(int newStatus) {
    status = newStatus;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=secret";
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The events that were taken with success, in the order they came. */
  List<String> taken() {
    return calls.stream().filter(call -> call.answered() / 100 == 2).map(Call::eventId).toList();
  }

  @Override public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
