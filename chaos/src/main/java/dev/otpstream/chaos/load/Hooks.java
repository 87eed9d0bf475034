package dev.otpstream.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.otpstream.chaos.evidence.HookCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The callers' hooks, which believe only what the independent Standard Webhooks library verifies. They can be in a bad
 * mood. Thread-safe.
 */
public final class Hooks implements AutoCloseable {
  private static final int BODY_BYTES_MAX = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How calls are answered. */
  public enum Mood {
    TAKES,
    /** 500. */
    FAILS,
    /** 429 with Retry-After. */
    SLOWS,
    /** The connection ends without an answer, though the call was read. */
    HANGS_UP
  }

  private final ConcurrentLinkedQueue<HookCall> calls = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unsigned = new AtomicInteger();
  private final HttpServer server;
  private volatile Mood mood = Mood.TAKES;

  public Hooks(List<Tenant> tenants) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      Map<String, Webhook> secrets = new HashMap<>();
      for (Tenant tenant : tenants)
        secrets.put(tenant.accountId(), new Webhook(tenant.webhookSecret()));
      secrets.forEach((account, webhook) -> server.createContext("/" + account, call -> receive(call, webhook)));
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (EmptyWebhookSecretException e) {
      throw new IllegalArgumentException("an account without a webhook secret", e);
    }
  }

  String url(Tenant tenant) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + tenant.accountId();
  }

  /** From now on. */
  public void be(Mood other) {
    mood = other;
  }

  /** All signed calls, in the order of arrival. */
  public List<HookCall> calls() {
    return List.copyOf(calls);
  }

  /** Calls whose signature did not hold. */
  public int unsigned() {
    return unsigned.get();
  }

  private void receive(HttpExchange exchange, Webhook webhook) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readNBytes(BODY_BYTES_MAX), StandardCharsets.UTF_8);
      HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true);
      try {
        webhook.verify(body, headers);
      } catch (WebhookVerificationException _) {
        unsigned.incrementAndGet();
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      Mood now = mood;
      JsonNode data = JSON.readTree(body).path("data");
      calls.add(new HookCall(headers.firstValue("webhook-id").orElse(""), data.path("message_id").asLong(),
          data.path("sequence").asInt(), now == Mood.TAKES, System.currentTimeMillis()));
      switch (now) {
        case TAKES -> exchange.sendResponseHeaders(204, -1);
        case FAILS -> exchange.sendResponseHeaders(500, -1);
        case SLOWS -> {
          exchange.getResponseHeaders().add("Retry-After", "1");
          exchange.sendResponseHeaders(429, -1);
        }
        case HANGS_UP -> {
          // closed without an answer
        }
      }
    }
  }

  @Override public void close() {
    server.stop(0);
  }
}
