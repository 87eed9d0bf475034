package dev.otpstream.simulators.stage;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that happens later, on one thread. Tasks must not block. */
public final class Timers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

  /** Beyond it the callers are far ahead of us; what they asked for is dropped and counted. */
  static final int WAITING_MAX = 500_000;

  private final ScheduledThreadPoolExecutor executor;
  private final Runnable onDrop;

  Timers(Runnable onDrop) {
    this.onDrop = onDrop;
    executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("simulator-timers").factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Something that has not happened yet. */
  public interface Pending {
    /** Makes it not happen; without effect if it has. */
    void cancel();
  }

  public Pending after(Duration delay, Runnable task) {
    if (executor.getQueue().size() >= WAITING_MAX) {
      onDrop.run();
      return () -> {};
    }
    try {
      Future<?> scheduled = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException e) {
      if (!executor.isShutdown()) throw e; // after the end nothing is left to do
      return () -> {};
    }
  }

  public void every(Duration period, Runnable task) {
    Future<?> _ = executor.scheduleWithFixedDelay(() -> run(task), period.toNanos(), period.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  @Override public void close() {
    executor.shutdownNow();
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) { // one broken task must not end a periodic one
      LOG.atError().setCause(e).log("timer failed");
    }
  }
}
