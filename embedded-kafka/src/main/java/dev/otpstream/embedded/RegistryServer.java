package dev.otpstream.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP around {@link RegistryApi}. */
final class RegistryServer implements AutoCloseable {
  /** Its schema, escaped once more, still fits into a record of the log. */
  static final int BODY_BYTES_MAX = 256 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
  private static final String JSON_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REQUESTS_AT_ONCE_MAX = 64;
  private static final Duration TURN_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore turns = new Semaphore(REQUESTS_AT_ONCE_MAX);
  private final RegistryApi api;
  private final Optional<BasicAuth> basicAuth;

  private RegistryServer(HttpServer server, RegistryApi api, Optional<BasicAuth> basicAuth) {
    this.server = server;
    this.api = api;
    this.basicAuth = basicAuth;
  }

  static RegistryServer start(RegistryConfig config, RegistryApi api) {
    int port = Ports.orFree(config.port(), "schema registry");
    try {
      var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      var server = new RegistryServer(HttpServer.create(address, 0), api, config.basicAuth());
      server.server.setExecutor(server.executor);
      server.server.createContext("/", server::handle);
      server.server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("the schema registry cannot listen on port " + port, e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override public void close() {
    try {
      // All turns at once: nobody is being answered. HttpServer's own wait misses the end of some exchanges.
      var _ = turns.tryAcquire(REQUESTS_AT_ONCE_MAX, STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!turns.tryAcquire(TURN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        write(exchange, Reply.http(503, "Service Unavailable"));
        return;
      }
      try {
        write(exchange, answer(exchange));
      } finally {
        turns.release();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply answer(HttpExchange exchange) throws IOException {
    if (basicAuth.isPresent() && !basicAuth.get().matches(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"schema registry\"");
      return Reply.http(401, "Unauthorized");
    }
    byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      exchange.getResponseHeaders().set("Connection", "close"); // the rest of the body is not worth reading
      return Reply.http(413, "Request Entity Too Large");
    }
    try {
      var uri = exchange.getRequestURI();
      JsonNode json = JSON.readTree(body);
      return api.answer(new Request(exchange.getRequestMethod(), uri.getRawPath(), query(uri.getRawQuery()), json));
    } catch (JsonProcessingException e) {
      return Reply.http(400, "Bad Request: the body is no JSON");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("schema registry request failed");
      return Reply.http(500, "Internal Server Error");
    }
  }

  private static void write(HttpExchange exchange, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", JSON_TYPE);
    switch (reply) {
      case Reply.Done done -> write(exchange, 200, done.body());
      case Reply.Refused refused -> write(exchange, refused.status(), refused.body());
    }
  }

  private static void write(HttpExchange exchange, int status, Object body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(String rawQuery) {
    var query = new HashMap<String, String>();
    if (rawQuery != null) {
      for (String each : rawQuery.split("&", -1)) {
        int equals = each.indexOf('=');
        String name = equals < 0 ? each : each.substring(0, equals);
        query.put(decoded(name), equals < 0 ? "" : decoded(each.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
