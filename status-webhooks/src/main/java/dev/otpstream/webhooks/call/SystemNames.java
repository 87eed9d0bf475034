package dev.otpstream.webhooks.call;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The system's resolver, with an end. It blocks in native code, where nothing interrupts it and a virtual thread would
 * hold its carrier: hence threads of its own, and no answer where a dead name server has taken all of them.
 */
final class SystemNames implements Names {
  private static final int LOOK_UPS_MAX = 64;
  private final ExecutorService threads = new ThreadPoolExecutor(0, LOOK_UPS_MAX, 10, TimeUnit.SECONDS,
      new SynchronousQueue<>(), Thread.ofPlatform().name("hook-names-", 0).daemon().factory());
  private final Duration timeout;

  SystemNames(Duration timeout) {
    this.timeout = timeout;
  }

  @Override public List<InetAddress> lookUp(String host) throws UnknownHostException {
    try {
      Future<InetAddress[]> found = threads.submit(() -> InetAddress.getAllByName(host));
      return List.of(found.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw unknown("no such host", e.getCause());
    } catch (TimeoutException | RejectedExecutionException e) {
      throw unknown("no answer from the name server", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("interrupted", e);
    }
  }

  private static UnknownHostException unknown(String what, Throwable cause) {
    var unknown = new UnknownHostException(what);
    unknown.initCause(cause);
    return unknown;
  }

  @Override public void close() {
    threads.shutdownNow();
  }
}
