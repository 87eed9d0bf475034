package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** Calls methods of the gateway, each within its time and without repeating any. Thread-safe. */
final class GatewayHttp implements AutoCloseable {
  static final Duration CONNECT_TIMEOUT_MAX = Duration.ofSeconds(3);
  private final URI url;
  private final String authorization;
  private final HttpClient http;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  GatewayHttp(TelegramConfig config) {
    this.url = config.url();
    this.authorization = "Bearer " + config.token().reveal();
    // Below any call's own time, so that "not connected" is never mistaken for "not answered".
    Duration quarter = config.sendTimeout().dividedBy(4);
    this.http = HttpClient.newBuilder().executor(executor)
        .connectTimeout(quarter.compareTo(CONNECT_TIMEOUT_MAX) < 0 ? quarter : CONNECT_TIMEOUT_MAX)
        // A call that is given up takes its connection with it; HTTP/2 would go on with a dead one for minutes.
        .version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Calls a method and waits for the answer, body included, no longer than this. */
  Said call(String method, ObjectNode body, Duration timeout) throws InterruptedException {
    if (!timeout.isPositive()) return new Said.Unreached("no time left");
    var request = HttpRequest.newBuilder(URI.create(url + "/" + method)).timeout(timeout)
        .header("Authorization", authorization).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString())).build();
    // The client's own timeout ends with the headers; a body may drip for ever.
    var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Said.ANSWER_BYTES_MAX));
    try {
      var response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Said.read(response.statusCode(), response.body());
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (TimeoutException _) {
      answer.cancel(true);
      return new Said.Unheard(method + " took longer than " + timeout);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  private static Said failed(Throwable cause) {
    String detail = cause.getClass().getSimpleName(); // the text may quote what was sent
    return switch (cause) {
      case ConnectException _ -> new Said.Unreached(detail);
      case HttpConnectTimeoutException _ -> new Said.Unreached(detail);
      case SSLHandshakeException _ -> new Said.Unreached(detail);
      default -> new Said.Unheard(detail);
    };
  }

  @Override public void close() {
    http.shutdownNow();
    executor.shutdownNow();
  }
}
