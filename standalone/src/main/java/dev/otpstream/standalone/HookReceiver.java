package dev.otpstream.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The demo's receiver of hooks; checks each signature by the Standard Webhooks rules, as a caller would.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
final class HookReceiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One call that arrived; {@code path} is the last part of its URL. */
  record Call(String path, JsonNode json) {}

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final AtomicInteger bad = new AtomicInteger();
  private final HttpServer server;
  private volatile byte[] key = {};

  HookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::receive);
    server.start();
  }

  /** The account's {@code whsec_} secret. */
  void trust(String secret) {
    key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  List<Call> arrived(String path) {
    return calls.stream().filter(call -> call.path().equals(path)).toList();
  }

  int badSignatures() {
    return bad.get();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean good = signed(exchange, body);
      if (!good) bad.incrementAndGet();
      else
        calls.add(new Call(exchange.getRequestURI().getPath().substring(1), JSON.readTree(body)));
      exchange.sendResponseHeaders(good ? 204 : 401, -1);
    }
  }

  private boolean signed(HttpExchange exchange, byte[] body) {
    var headers = exchange.getRequestHeaders();
    String signatures = headers.getFirst("webhook-signature");
    if (signatures == null) return false;
    String content = headers.getFirst("webhook-id") + "." + headers.getFirst("webhook-timestamp") + "."
        + new String(body, StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      String expected = "v1,"
          + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
      for (String signature : signatures.split(" ", -1))
        if (MessageDigest.isEqual(signature.getBytes(StandardCharsets.UTF_8),
            expected.getBytes(StandardCharsets.UTF_8)))
          return true;
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override public void close() {
    server.stop(0);
  }
}
