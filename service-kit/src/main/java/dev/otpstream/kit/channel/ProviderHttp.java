package dev.otpstream.kit.channel;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

/**
 * Calls a provider over HTTP: each call within its time, its answer within its size, none repeated; and what was surely
 * not asked is told from what perhaps was. Thread-safe.
 */
public final class ProviderHttp implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT_MAX = Duration.ofSeconds(3);

  /** What came of one call. No case prints what was asked or answered. */
  public sealed interface Heard {
    /** The whole answer, whatever its status. */
    record Answer(HttpResponse<byte[]> response) implements Heard {
      public int status() {
        return response.statusCode();
      }

      public byte[] body() {
        return response.body();
      }

      public Optional<String> header(String name) {
        return response.headers().firstValue(name);
      }

      @Override public String toString() {
        return "Answer[" + status() + "]";
      }
    }

    /** Asked, but not answered, or not as it can be read: perhaps done. */
    record Nothing(String detail) implements Heard {}

    /** Not even asked: surely not done. */
    record NotAsked(String detail) implements Heard {}
  }

  private final int answerBytesMax;
  private final HttpClient http;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A client for one provider.
   *
   * @param callTimeout    the time of the shortest call; a connection may take a quarter of it, so that "not connected"
   *                       is never mistaken for "not answered"
   * @param answerBytesMax a longer answer is none
   * @param tls            whom to trust; empty: whom Java trusts
   */
  public ProviderHttp(Duration callTimeout, int answerBytesMax, Optional<SSLContext> tls) {
    this.answerBytesMax = answerBytesMax;
    Duration quarter = callTimeout.dividedBy(4);
    HttpClient.Builder builder = HttpClient.newBuilder().executor(executor)
        .connectTimeout(quarter.compareTo(CONNECT_TIMEOUT_MAX) < 0 ? quarter : CONNECT_TIMEOUT_MAX)
        // A call that is given up takes its connection with it; HTTP/2 would go on with a dead one for minutes.
        .version(HttpClient.Version.HTTP_1_1);
    tls.ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** Makes one call and waits for its answer, body included, no longer than this. */
  public Heard call(HttpRequest.Builder request, Duration timeout) throws InterruptedException {
    if (!timeout.isPositive()) return new Heard.NotAsked("no time left");
    // The client's own timeout ends with the headers; a body may drip for ever.
    var answer = http.sendAsync(request.timeout(timeout).build(),
        BodyHandlers.limiting(BodyHandlers.ofByteArray(), answerBytesMax));
    try {
      return new Heard.Answer(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (TimeoutException _) {
      answer.cancel(true);
      return new Heard.Nothing("no answer in " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  private static Heard failed(Throwable cause) {
    String detail = cause.getClass().getSimpleName(); // the text may quote what was sent, or the address with a token
    return switch (cause) {
      case ConnectException _ -> new Heard.NotAsked(detail);
      case HttpConnectTimeoutException _ -> new Heard.NotAsked(detail);
      case SSLHandshakeException _ -> new Heard.NotAsked(detail);
      default -> new Heard.Nothing(detail);
    };
  }

  @Override public void close() {
    http.shutdownNow();
    executor.shutdownNow();
  }
}
