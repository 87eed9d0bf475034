package dev.otpstream.channel.sms.kaleyra;

import dev.otpstream.kit.channel.ProviderHttp;
import dev.otpstream.kit.channel.ProviderHttp.Heard;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Calls the API, each call within its time and without repeating any. Thread-safe. */
final class KaleyraHttp implements AutoCloseable {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private final String url;
  private final String apiKey;
  private final Duration timeout;
  private final ProviderHttp http;

  KaleyraHttp(KaleyraConfig config) {
    url = config.url() + "/v1/" + config.sid() + "/" + config.path();
    apiKey = config.apiKey().reveal();
    timeout = config.sendTimeout();
    http = new ProviderHttp(timeout, Said.ANSWER_BYTES_MAX, Optional.empty());
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

  private Said call(HttpRequest.Builder request) throws InterruptedException {
    return switch (http.call(request.header("api-key", apiKey), timeout)) {
      case Heard.Answer answer -> Said.Answered.of(answer.status(), retryAfter(answer), answer.body());
      case Heard.Nothing nothing -> new Said.Unheard(nothing.detail());
      case Heard.NotAsked not -> new Said.Unreached(not.detail());
    };
  }

  /** A date instead of seconds is passed over: our clock and theirs may differ by more than it means. */
  private static Optional<Duration> retryAfter(Heard.Answer answer) {
    return answer.header("Retry-After").filter(value -> SECONDS.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  @Override public void close() {
    http.close();
  }
}
