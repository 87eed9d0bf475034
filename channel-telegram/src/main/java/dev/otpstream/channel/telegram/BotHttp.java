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

/** Calls methods of the Bot API, each within its time and without repeating any. Thread-safe. */
final class BotHttp implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT_MAX = Duration.ofSeconds(3);
  private final BotConfig config;
  private final HttpClient http;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  BotHttp(BotConfig config) {
    this.config = config;
    // Below any call's own time, so that "not connected" is never mistaken for "not answered".
    Duration quarter = config.sendTimeout().dividedBy(4);
    this.http = HttpClient.newBuilder().executor(executor)
        .connectTimeout(quarter.compareTo(CONNECT_TIMEOUT_MAX) < 0 ? quarter : CONNECT_TIMEOUT_MAX)
        // A call that is given up takes its connection with it; HTTP/2 would go on with a dead one for minutes.
        .version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Calls a method and waits for the answer, body included, no longer than this. */
  BotSaid call(String method, ObjectNode body, Duration timeout) throws InterruptedException {
    // The token is a part of the address: whatever fails, only the kind of failure is told.
    var request = HttpRequest.newBuilder(URI.create(config.url() + "/bot" + config.token().reveal() + "/" + method))
        .timeout(timeout).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString()))
        .build();
    // The client's own timeout ends with the headers; a body may drip for ever.
    var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BotSaid.ANSWER_BYTES_MAX));
    try {
      var response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return BotSaid.read(response.statusCode(), response.body());
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (TimeoutException _) {
      answer.cancel(true);
      return new BotSaid.Unheard(method + " took longer than " + timeout);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  private static BotSaid failed(Throwable cause) {
    String detail = cause.getClass().getSimpleName();
    return switch (cause) {
      case ConnectException _ -> new BotSaid.Unreached(detail);
      case HttpConnectTimeoutException _ -> new BotSaid.Unreached(detail);
      case SSLHandshakeException _ -> new BotSaid.Unreached(detail);
      default -> new BotSaid.Unheard(detail);
    };
  }

  @Override public void close() {
    http.shutdownNow();
    executor.shutdownNow();
  }
}
