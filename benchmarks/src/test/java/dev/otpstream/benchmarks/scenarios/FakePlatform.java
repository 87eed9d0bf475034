package dev.otpstream.benchmarks.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.benchmarks.FakeServer;
import dev.otpstream.benchmarks.FakeServer.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Accounts, sends, verifies and the journal of the simulators, by a few lines: what the scenarios rely on. */
public final class FakePlatform implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PAGE = Pattern.compile("since=(\\d+)&limit=(\\d+)");
  private final FakeServer server = new FakeServer(this::answer);
  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final List<Map<String, Object>> journal = new ArrayList<>();
  private final AtomicLong ids = new AtomicLong();
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile URI hook;

  public URI url() {
    return server.url();
  }

  /** Whether somebody wants to hear of deliveries. */
  public boolean hasHook() {
    return hook != null;
  }

  private Said answer(String path, String body) {
    if (path.startsWith("/journal")) return new Said(200, write(journal(path)));
    if (path.startsWith("/v1/otp/messages/")) return new Said(200, "{\"state\":\"delivered\"}");
    return switch (path) {
      case "/healthz" -> new Said(200, "{}");
      case "/admin/v1/accounts" ->
        new Said(201, "{\"id\":\"a\",\"zapnoty\":{\"api_key\":\"zn\"},\"alphasms\":{\"auth\":\"al\"}}");
      case "/v1/otp/send" -> send(read(body).path("phone").asText());
      case "/v1/otp/verify" -> new Said(200, "{\"verified\":" + verify(read(body)) + "}");
      case "/v1/webhooks" -> {
        hook = URI.create(read(body).path("url").asText());
        yield new Said(201, "{\"id\":\"h\"}");
      }
      case "/v1/webhooks/h" -> {
        hook = null;
        yield new Said(200, "{}");
      }
      case "/api/json.php" -> batch(read(body).path("data"));
      default -> new Said(404, "{}");
    };
  }

  private synchronized Said send(String phone) {
    String digits = phone.substring(1);
    String code = "%06d".formatted(codes.size());
    codes.put(digits, code);
    for (String kind : List.of("checkSendAbility", "sendVerificationMessage", "answer sendVerificationMessage"))
      journal.add(Map.of("sequence", journal.size() + 1, "provider", "telegram-gateway", "kind", kind, "phone", digits,
          "at", Instant.now().toString(), "body",
          kind.equals("sendVerificationMessage") ? Map.of("code", code) : Map.of()));
    long id = ids.incrementAndGet();
    if (hook != null) tell(id);
    return new Said(200, "{\"sent\":true,\"expires_in_seconds\":300,\"message_id\":\"" + id + "\"}");
  }

  /** A hook may overtake the answer to its send. */
  private void tell(long id) {
    var _ = http.sendAsync(HttpRequest.newBuilder(hook).version(HttpClient.Version.HTTP_1_1)
        .POST(BodyPublishers.ofString("{\"event\":\"delivery.success\",\"data\":{\"message_id\":\"" + id + "\"}}"))
        .build(), BodyHandlers.discarding());
  }

  private boolean verify(JsonNode guess) {
    return codes.remove(guess.path("phone").asText().substring(1), guess.path("code").asText());
  }

  private Said batch(JsonNode items) {
    String answers = items.valueStream().map(
        item -> "{\"success\":true,\"data\":{\"id\":" + item.path("id") + ",\"msg_id\":1,\"data\":1,\"parts\":1}}")
        .collect(Collectors.joining(","));
    return new Said(200, "{\"success\":true,\"data\":[" + answers + "]}");
  }

  private synchronized List<Map<String, Object>> journal(String path) {
    Matcher page = PAGE.matcher(path);
    if (!page.find()) throw new IllegalArgumentException(path);
    return journal.stream().skip(Long.parseLong(page.group(1))).limit(Long.parseLong(page.group(2))).toList();
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override public void close() {
    http.shutdownNow();
    server.close();
  }
}
