package dev.otpstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HookListenerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private final List<String> taken = new ArrayList<>();

  @Test void takesCallsOfAnyLengthOnKeptConnections() throws Exception {
    String longBody = "x".repeat(200_000);
    try (var loop = new Loop();
        var hooks = new HookListener(loop, taken::add);
        var client = HttpClient.newHttpClient()) {
      assertThat(call(client, loop, hooks.url(), "{\"id\":1}").statusCode()).isEqualTo(200);
      assertThat(call(client, loop, hooks.url(), longBody).statusCode()).isEqualTo(200);
      assertThat(call(client, loop, hooks.url(), "").statusCode()).isEqualTo(200);

      assertThat(taken).containsExactly("{\"id\":1}", longBody, "");
    }
  }

  private static HttpResponse<String> call(HttpClient client, Loop loop, URI url, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(url).version(HttpClient.Version.HTTP_1_1).timeout(LONG)
        .POST(BodyPublishers.ofString(body)).build();
    CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, BodyHandlers.ofString());
    long giveUpNs = System.nanoTime() + LONG.toNanos();
    while (!answer.isDone() && System.nanoTime() < giveUpNs)
      loop.poll(10_000_000);
    return answer.get();
  }
}
