package dev.otpstream.simulators.stage;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Posts to callers. A general HTTP client costs several times the CPU, and under load our CPU is the platform's loss.
 * Thread-safe.
 */
public final class Callbacks implements AutoCloseable {
  private static final int POSTS_MAX = 64;
  private static final int WAITING_MAX = 50_000;
  private static final Duration REST_MAX = Duration.ofSeconds(5);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore posts = new Semaphore(POSTS_MAX);
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<String, Deque<CallbackConnection>> restingByAuthority = new ConcurrentHashMap<>();

  /**
   * Posts without waiting.
   *
   * @param answered told the HTTP status, or zero if there was no answer in time; must not block
   */
  public void post(URI to, Map<String, String> headers, byte[] body, IntConsumer answered) {
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      answered.accept(0);
      return;
    }
    threads.execute(() -> {
      int status = 0;
      try {
        posts.acquire();
        try {
          status = post(to, headers, body);
        } finally {
          posts.release();
        }
      } catch (InterruptedException _) {
        return; // closing
      } finally {
        waiting.decrementAndGet();
      }
      answered.accept(status);
    });
  }

  @Override public void close() {
    threads.shutdownNow();
    restingByAuthority.values().forEach(resting -> resting.forEach(Callbacks::drop));
  }

  private int post(URI to, Map<String, String> headers, byte[] body) {
    Deque<CallbackConnection> resting = restingByAuthority
        .computeIfAbsent(to.getScheme() + "://" + to.getRawAuthority(), _ -> new ConcurrentLinkedDeque<>());
    CallbackConnection connection = null;
    try {
      connection = rested(resting);
      if (connection == null) connection = CallbackConnection.open(to);
      int status = connection.post(to, headers, body);
      if (connection.isReusable(REST_MAX)) {
        resting.push(connection);
      } else {
        drop(connection);
      }
      return status;
    } catch (IOException | RuntimeException _) { // whatever a caller answers, it is no answer
      if (connection != null) drop(connection);
      return 0;
    }
  }

  private static CallbackConnection rested(Deque<CallbackConnection> resting) {
    for (CallbackConnection latest = resting.poll(); latest != null; latest = resting.poll()) {
      if (latest.isReusable(REST_MAX)) return latest;
      drop(latest);
    }
    return null;
  }

  private static void drop(CallbackConnection connection) {
    try {
      connection.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
