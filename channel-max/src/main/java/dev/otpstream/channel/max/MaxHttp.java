package dev.otpstream.channel.max;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.channel.max.Turns.Turn;
import dev.otpstream.channel.max.Turns.Urgency;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/** Calls the messenger, each call in its turn, within its time and without repeating any. Thread-safe. */
final class MaxHttp implements AutoCloseable {
  /** Why a call was not made if its turn did not come. */
  static final String NO_TURN = "no turn";
  /** The answer with a thousand updates is far smaller. */
  private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;
  private static final Duration CONNECT_TIMEOUT_MAX = Duration.ofSeconds(3);
  private final URI url;
  private final String authorization;
  private final Turns turns;
  private final HttpClient http;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * One call.
   *
   * @param body     null: none
   * @param patience how long to wait for a turn
   * @param timeout  how long the call itself may take, answer included
   */
  record Call(String method, String path, ObjectNode body, Urgency urgency, Duration patience, Duration timeout) {
    /** Without the body: it may hold a code. */
    @Override public String toString() {
      return method;
    }
  }

  MaxHttp(MaxConfig config, Optional<SSLContext> tls, Turns turns) {
    this.url = config.url();
    this.authorization = config.token().reveal();
    this.turns = turns;
    // Below any call's own time, so that "not connected" is never mistaken for "not answered".
    Duration quarter = config.sendTimeout().dividedBy(4);
    HttpClient.Builder builder = HttpClient.newBuilder().executor(executor)
        .connectTimeout(quarter.compareTo(CONNECT_TIMEOUT_MAX) < 0 ? quarter : CONNECT_TIMEOUT_MAX)
        // A call that is given up takes its connection with it; HTTP/2 would go on with a dead one for minutes.
        .version(HttpClient.Version.HTTP_1_1);
    tls.ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  Said call(Call call) throws InterruptedException {
    Optional<Turn> turn = turns.await(call.urgency(), call.patience());
    if (turn.isEmpty()) return new Said.Unreached(NO_TURN);
    try (Turn _ = turn.get()) {
      return exchange(call);
    }
  }

  private Said exchange(Call call) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + call.path())).timeout(call.timeout())
        .header("Authorization", authorization).header("Content-Type", "application/json")
        .method(call.method(), call.body() == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(call.body().toString()))
        .build();
    // The client's own timeout ends with the headers; a body may drip for ever.
    var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      var response = answer.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return Said.read(response.statusCode(), response.headers().firstValue("Retry-After"), response.body());
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (TimeoutException _) {
      answer.cancel(true);
      return new Said.Unheard(call + " took longer than " + call.timeout());
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
