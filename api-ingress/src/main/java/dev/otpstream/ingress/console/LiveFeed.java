package dev.otpstream.ingress.console;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Feed;
import dev.otpstream.ingress.front.Form;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Everything that the page shows, once a second. */
final class LiveFeed implements Feed, AutoCloseable {
  static final String PATH = "/console/live";
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Map<String, Duration> WINDOWS = Map.of("5m", Duration.ofMinutes(5), "15m",
      Duration.ofMinutes(15), "1h", Activity.KEPT);
  private static final String WINDOW_DEFAULT = "5m";
  /** Operators are few; each costs a picture a second. */
  private static final int LISTENERS_MAX = 10;
  private final OperatorToken token;
  private final Watch watch;
  private final Supplier<Json> hooks;
  private final boolean demo;
  private final InstantSource clock;
  private final Semaphore room = new Semaphore(LISTENERS_MAX);
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * A feed of what is watched.
   *
   * @param hooks the endpoints that fail
   * @param demo  whether there is a phone
   */
  LiveFeed(OperatorToken token, Watch watch, Supplier<Json> hooks, boolean demo, InstantSource clock) {
    this.token = token;
    this.watch = watch;
    this.hooks = hooks;
    this.demo = demo;
    this.clock = clock;
  }

  @Override public String path() {
    return PATH;
  }

  @Override public Optional<Answer> refusal(Call call) {
    Optional<Answer> stranger = token.refusal(call);
    if (stranger.isPresent()) return stranger;
    if (window(call).isEmpty())
      return Optional.of(Envelope.error(400, "validation_failed", "window is 5m, 15m or 1h"));
    return closed.getCount() == 0 || room.availablePermits() == 0
        ? Optional.of(Envelope.error(503, "platform_busy", true, "Too many pages are open").retryAfter(RETRY_AFTER))
        : Optional.empty();
  }

  @Override public void serve(Call call, Events events) throws IOException, InterruptedException {
    if (!room.tryAcquire()) return; // another took the last place meanwhile; the page asks again
    try {
      Duration window = window(call).orElseThrow();
      do
        events.send(picture(window).text());
      while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
    } finally {
      room.release();
    }
  }

  private Json.Obj picture(Duration window) {
    Watch.Sight sight = watch.look();
    Instant now = clock.instant();
    Json.Obj picture = Json.obj("at", Json.of(now.toString()), "window_s", Json.of(window.toSeconds()))
        .with("demo", Json.of(demo)).with("live", Json.of(sight.live()))
        .with("status", sight.activity().picture(window, now).json())
        .with("health", sight.health().json(now)).with("dead_letters", sight.letters().json())
        .with("hooks", hooks.get());
    return sight.lags().map(lags -> picture.with("lags", lags)).orElse(picture);
  }

  private static Optional<Duration> window(Call call) {
    return Form.query(call.query()).map(form -> form.all("window"))
        .map(given -> given.isEmpty() ? WINDOW_DEFAULT : given.getLast()).map(WINDOWS::get);
  }

  @Override public void close() {
    closed.countDown();
  }
}
