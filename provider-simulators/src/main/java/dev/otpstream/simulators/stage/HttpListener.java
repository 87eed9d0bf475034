package dev.otpstream.simulators.stage;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An HTTP listener on virtual threads, so that a handler may wait. It can go down and come back on the same port. */
public final class HttpListener implements AutoCloseable {
  private static final long REQUEST_BYTES_MAX = 1024 * 1024;

  private final String host;
  private final Consumer<RoutesConfig> routes;
  private int port;
  private Javalin server;
  private volatile CountDownLatch stopping;

  /** @param port zero for any free one */
  public HttpListener(String host, int port, Consumer<RoutesConfig> routes) {
    this.host = host;
    this.port = port;
    this.routes = routes;
    up();
  }

  public synchronized int port() {
    return port;
  }

  public synchronized String address() {
    return "http://" + host + ":" + port;
  }

  public synchronized void up() {
    if (server != null) return;
    stopping = new CountDownLatch(1);
    server = Javalin.create(cfg -> {
      cfg.startup.showJavalinBanner = false;
      cfg.startup.showOldJavalinVersionWarning = false;
      cfg.startup.startupWatcherEnabled = false;
      cfg.concurrency.useVirtualThreads = true;
      cfg.http.compressionStrategy = CompressionStrategy.NONE;
      cfg.http.maxRequestSize = REQUEST_BYTES_MAX;
      cfg.jetty.modifyHttpConfiguration(http -> http.setHeaderCacheSize(0)); // 100 kB for each connection
      routes.accept(cfg.routes);
    }).start(host, port);
    port = server.port();
  }

  public synchronized void down() {
    if (server == null) return;
    stopping.countDown();
    server.stop();
    server = null;
  }

  /**
   * Waits on behalf of a handler, at most until the listener goes down.
   *
   * @return false if it went down
   */
  public boolean pause(Duration time) throws InterruptedException {
    return time.isZero() || !stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override public void close() {
    down();
  }
}
