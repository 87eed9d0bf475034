package dev.otpstream.webhooks.call;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** An independent HTTP server that tells what a request looked like. */
final class Recorder implements AutoCloseable {
  private final HttpServer server;

  Recorder(CompletableFuture<String> seen) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", exchange -> {
      var headers = exchange.getRequestHeaders();
      seen.complete(String.join(" ", exchange.getRequestMethod(), exchange.getRequestURI().toString(),
          headers.getFirst("Content-Type"), headers.getFirst("webhook-id"), headers.getFirst("User-Agent"),
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override public void close() {
    server.stop(0);
  }
}
