package dev.otpstream.channel.sms.kaleyra;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/** Calls the API, each call within its time and without repeating any. Thread-safe. */
final class KaleyraHttp implements AutoCloseable {
  static final Duration CONNECT_TIMEOUT_MAX = Duration.ofSeconds(3);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private final String url;
  private final String apiKey;
  private final Duration timeout;
  private final HttpClient http;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  KaleyraHttp(KaleyraConfig config) {
    url = config.url() + "/v1/" + config.sid() + "/" + config.path();
    apiKey = config.apiKey().reveal();
    timeout = config.sendTimeout();
    // Below a call's own time, so that "not connected" is never mistaken for "not answered".
    Duration quarter = timeout.dividedBy(4);
    http = HttpClient.newBuilder().executor(executor)
        .connectTimeout(quarter.compareTo(CONNECT_TIMEOUT_MAX) < 0 ? quarter : CONNECT_TIMEOUT_MAX)
        // A call that is given up takes its connection with it; HTTP/2 would go on with a dead one for minutes.
        .version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Posts an order. */
  Said send(Order.Sendable order) throws InterruptedException {
    return call(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(order.form())));
  }

  /** Asks how messages stand. */
  Said query(List<String> messageIds) throws InterruptedException {
    String ids = URLEncoder.encode(String.join(",", messageIds), StandardCharsets.UTF_8);
    return call(HttpRequest.newBuilder(URI.create(url + "/status?message_ids=" + ids)));
  }

  private Said call(HttpRequest.Builder unsigned) throws InterruptedException {
    var request = unsigned.header("api-key", apiKey).timeout(timeout).build();
    // The client's own timeout ends with the headers; a body may drip for ever.
    var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Said.ANSWER_BYTES_MAX));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Said.Answered.of(response.statusCode(), retryAfter(response), response.body());
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (TimeoutException _) {
      answer.cancel(true);
      return new Said.Unheard("no answer in " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  /** A date instead of seconds is passed over: our clock and theirs may differ by more than it means. */
  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response.headers().firstValue("Retry-After").filter(value -> SECONDS.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
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
