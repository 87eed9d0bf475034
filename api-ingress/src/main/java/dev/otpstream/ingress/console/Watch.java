package dev.otpstream.ingress.console;

import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics while somebody looks, and a little longer; then forgets everything. While nobody looks it costs nothing.
 * Thread-safe.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  /** A page that is loaded again finds everything still there. */
  private static final Duration LINGER = Duration.ofMinutes(2);
  private static final Duration LAGS_PAUSE = Duration.ofSeconds(2);
  private static final Duration AWAY_PAUSE = Duration.ofSeconds(3);

  /**
   * What is seen so far.
   *
   * @param lags empty while nobody knows
   * @param live whether the past has been caught up with
   */
  record Sight(Activity activity, Letters letters, Health health, Optional<Json> lags, boolean live) {}

  private final Platform platform;
  private final Lags lags;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Shift shift;

  Watch(Platform platform) {
    this.platform = platform;
    this.lags = new Lags(platform.kafka());
  }

  /** What is seen now; starts to watch if nobody did. */
  synchronized Sight look() {
    if (shift == null || shift.over()) shift = new Shift();
    return shift.look();
  }

  @Override public void close() {
    closed.countDown();
  }

  /** From the first look to the last, or to the first failure; the next look begins another one. */
  private final class Shift {
    private final Activity activity = new Activity();
    private final Letters letters = new Letters();
    private final Health health = new Health();
    private volatile long lookedNs = System.nanoTime();
    private volatile Optional<Json> lag = Optional.empty();
    private volatile boolean live;
    private volatile boolean ended;

    Shift() {
      Thread.ofPlatform().name("console-topics").daemon(true).start(this::readTopics);
      Thread.ofVirtual().name("console-lags").start(this::readLags);
    }

    Sight look() {
      lookedNs = System.nanoTime();
      return new Sight(activity, letters, health, lag, live);
    }

    boolean over() {
      return ended || closed.getCount() == 0 || System.nanoTime() - lookedNs > LINGER.toNanos();
    }

    private void readTopics() {
      try (var reader = new TopicReader(platform, activity, letters, health)) {
        long backlog = reader.start(Instant.now());
        while (!over()) {
          int seen = reader.poll();
          backlog -= seen;
          if (seen == 0 || backlog <= 0) live = true;
        }
      } catch (RuntimeException e) { // Kafka is away, or a bug; its text may quote a record
        LOG.atWarn().addKeyValue("exception", e.getClass().getName()).log("the console cannot read its topics");
        pause(AWAY_PAUSE);
      } finally {
        ended = true; // a page must not look alive without its reader
      }
    }

    private void readLags() {
      try (Admin admin = lags.connect()) {
        while (!over()) {
          try {
            lag = Optional.of(lags.now(admin));
          } catch (ExecutionException | TimeoutException e) {
            LOG.atDebug().setCause(e).log("the console cannot read lags");
            lag = Optional.empty();
          }
          pause(LAGS_PAUSE);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void pause(Duration wait) {
      try {
        boolean _ = closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
