package dev.otpstream.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.otpstream.chaos.processes.Wait;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** JSON over HTTP, as impatient callers do it. Thread-safe. */
final class Http implements AutoCloseable {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(12);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(CONNECT_LIMIT).build();

  /** An answer; status 0: there was none. */
  record Answer(int status, JsonNode body) {
    static final Answer NONE = new Answer(0, MissingNode.getInstance());
  }

  Answer post(URI url, String bearer, String key, Map<String, ?> body) {
    return ask("POST", url, bearer, key, body);
  }

  Answer patch(URI url, String bearer, Map<String, ?> body) {
    return ask("PATCH", url, bearer, "", body);
  }

  private Answer ask(String method, URI url, String bearer, String key, Map<String, ?> body) {
    var request = HttpRequest.newBuilder(url).timeout(CALL_LIMIT).header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + bearer).method(method, BodyPublishers.ofString(text(body)));
    if (!key.isEmpty()) request.header("Idempotency-Key", key);
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException _) {
      return Answer.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Asks, and hangs up after a moment with a reset: whether it was done nobody can know. */
  void postAndHangUp(URI url, String bearer, String key, Map<String, ?> body, Duration moment) {
    byte[] content = text(body).getBytes(StandardCharsets.UTF_8);
    String head = "POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
        + "\r\nContent-Type: application/json\r\nAuthorization: Bearer " + bearer + "\r\nIdempotency-Key: " + key
        + "\r\nContent-Length: " + content.length + "\r\n\r\n";
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      socket.setSoLinger(true, 0);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(content);
      out.flush();
      Wait.pause(moment);
    } catch (IOException _) {
      // the process is away: as good as cut
    }
  }

  private static String text(Map<String, ?> body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override public void close() {
    http.shutdownNow();
  }
}
