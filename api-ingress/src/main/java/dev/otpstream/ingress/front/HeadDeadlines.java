package dev.otpstream.ingress.front;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes a connection that has not brought the whole head of its next request in time. The idle timeout alone does not: a
 * byte now and then would keep a connection open for ever. Thread-safe.
 */
final class HeadDeadlines implements Connection.Listener {
  private static final int LOOKS = 4; // within the timeout
  private final ConcurrentMap<Connection, Long> waitingSinceNs = new ConcurrentHashMap<>();
  private final Duration timeout;

  /** @param timeout from the connection's begin, or from its last answer, to the end of the next head */
  HeadDeadlines(Duration timeout) {
    this.timeout = timeout;
  }

  /** Looks at all connections now and then, as long as the scheduler runs. */
  void watch(Scheduler scheduler) {
    scheduler.schedule(() -> {
      watch(scheduler); // first: whatever a close throws, others are looked at again
      closeLate(System.nanoTime());
    }, Math.max(1, timeout.toMillis() / LOOKS), TimeUnit.MILLISECONDS);
  }

  @Override public void onOpened(Connection connection) {
    waitingSinceNs.put(connection, System.nanoTime());
  }

  @Override public void onClosed(Connection connection) {
    waitingSinceNs.remove(connection);
  }

  /** The head is here; the call may take the time it needs. */
  void headCame(Connection connection) {
    waitingSinceNs.remove(connection);
  }

  /** The answer is out; the next head may come. */
  void answered(Connection connection) {
    if (!connection.getEndPoint().isOpen()) return; // closed, and nobody would remove it
    waitingSinceNs.put(connection, System.nanoTime());
  }

  private void closeLate(long nowNs) {
    waitingSinceNs.forEach((connection, sinceNs) -> {
      if (!connection.getEndPoint().isOpen()) waitingSinceNs.remove(connection, sinceNs);
      else if (nowNs - sinceNs > timeout.toNanos())
        connection.getEndPoint().close(new TimeoutException("no request in time"));
    });
  }
}
