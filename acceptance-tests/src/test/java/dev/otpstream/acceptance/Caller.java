package dev.otpstream.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A caller of the API, with an account of its own. Thread-safe. */
final class Caller {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An answer; status 0: the connection broke, so the outcome is unknown.
   *
   * @param retryAfter when to ask again, if the answer says so
   */
  record Answer(int status, JsonNode body, Optional<Duration> retryAfter) {
    boolean sent() {
      return status == 200 && body.path("sent").asBoolean();
    }

    boolean verified() {
      return status == 200 && body.path("verified").asBoolean();
    }

    long messageId() {
      return body.path("message_id").asLong();
    }
  }

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final JsonNode account;

  private Caller(URI base, JsonNode account) {
    this.base = base;
    this.account = account;
  }

  static Caller withNewAccount(URI base, String adminToken) {
    var admin = new Caller(base, JSON.createObjectNode());
    Answer made = admin.call("/admin/v1/accounts", "Bearer " + adminToken, Map.of(),
        Map.of("name", "Acceptance", "brand", Map.of("name", "Acceptance", "description", "Tests"), "route",
            List.of("telegram", "sms")));
    if (made.status() >= 300) throw new IllegalStateException("no account: " + made);
    return new Caller(base, made.body());
  }

  /** The same caller, where the platform is now. */
  Caller at(URI url) {
    return new Caller(url, account);
  }

  Answer send(String phone) {
    return send(Map.of("phone", phone));
  }

  Answer send(Map<String, ?> body) {
    return native_("/v1/otp/send", Map.of(), body);
  }

  Answer send(Map<String, ?> body, Map<String, String> headers) {
    return native_("/v1/otp/send", headers, body);
  }

  /** A send that may be asked for again. */
  Answer send(String phone, String idempotencyKey) {
    return native_("/v1/otp/send", Map.of("Idempotency-Key", idempotencyKey), Map.of("phone", phone));
  }

  Answer verify(String phone, String code) {
    return native_("/v1/otp/verify", Map.of(), Map.of("phone", phone, "code", code));
  }

  Answer verify(String phone, String code, String idempotencyKey) {
    return native_("/v1/otp/verify", Map.of("Idempotency-Key", idempotencyKey), Map.of("phone", phone, "code", code));
  }

  Answer verify(Map<String, ?> body) {
    return native_("/v1/otp/verify", Map.of(), body);
  }

  /** Asks a messenger user for consent. */
  Answer requestsConsent(Map<String, ?> body) {
    return native_("/v1/otp/request", Map.of(), body);
  }

  /** Where a request for consent stands. */
  Answer consent(String requestId) {
    return answer(HttpRequest.newBuilder(base.resolve("/v1/otp/request/" + requestId + "/status")).timeout(TIMEOUT)
        .header("Authorization", bearer()));
  }

  Answer alphasms(Object... items) {
    var body = new HashMap<String, Object>(Map.of("auth", account.path("alphasms").path("auth").asText()));
    body.put("data", List.of(items));
    return call("/api/json.php", "", Map.of(), body);
  }

  String apiKey() {
    return account.path("zapnoty").path("api_key").asText();
  }

  String webhookSecret() {
    return account.path("webhook_secret").asText();
  }

  private Answer native_(String path, Map<String, String> headers, Map<String, ?> body) {
    return call(path, bearer(), headers, body);
  }

  private String bearer() {
    return "Bearer " + apiKey();
  }

  private Answer call(String path, String authorization, Map<String, String> headers, Object body) {
    try {
      var request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT)
          .header("Content-Type", "application/json").POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
      if (!authorization.isEmpty()) request.header("Authorization", authorization);
      headers.forEach(request::header);
      return answer(request);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer answer(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()),
          response.headers().firstValue("Retry-After").map(Long::parseLong).map(Duration::ofSeconds));
    } catch (IOException e) {
      return new Answer(0, JSON.createObjectNode(), Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
