package dev.otpstream.standalone.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Asks something over HTTP once. Prints no header and no URL, for either may hold a token. */
final class HttpProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(8);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What came back.
   *
   * @param status the HTTP status; 0: no answer
   * @param json   the body; missing if it is no JSON
   * @param why    why there is no answer
   */
  record Answer(int status, JsonNode json, String why) {
    boolean refused() {
      return status == 401 || status == 403;
    }
  }

  private HttpProbe() {}

  static Answer get(String url, Map<String, String> headers) {
    return ask(url, headers, Optional.empty());
  }

  static Answer post(String url, Map<String, String> headers, String body) {
    return ask(url, headers, Optional.of(body));
  }

  private static Answer ask(String url, Map<String, String> headers, Optional<String> body) {
    try (var http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      var request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
      headers.forEach(request::header);
      body.ifPresent(text -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(text)));
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), json(answer.body()), "");
    } catch (SSLException _) {
      return silent("TLS fails");
    } catch (IOException e) {
      return silent(e instanceof ConnectException ? "connection refused" : e.getClass().getSimpleName());
    } catch (IllegalArgumentException _) {
      return silent("not a URL or token that can be sent");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return silent("interrupted");
    }
  }

  private static Answer silent(String why) {
    return new Answer(0, MissingNode.getInstance(), why);
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }
}
