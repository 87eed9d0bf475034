package dev.otpstream.kit;

import dev.otpstream.kit.observe.Meters;
import io.javalin.Javalin;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * What operators and supervisors ask a process: {@code /healthz} (alive), {@code /readyz} (all its services can work; if
 * not, why) and {@code /metrics} (Prometheus).
 */
public final class OpsServer implements AutoCloseable {
  private static final int NOT_READY = 503;
  private final Javalin server;

  /**
   * Starts to listen.
   *
   * @param address the address to listen on; {@code 0.0.0.0}: all
   * @param port    the port to listen on; 0: any free one
   */
  public OpsServer(String address, int port, Health health, PrometheusMeterRegistry meters) {
    Meters.addProcess(meters);
    server = Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.routes.get("/healthz", ctx -> ctx.result("ok"));
      config.routes.get("/readyz", ctx -> {
        Health.Report report = health.report();
        ctx.status(report.ready() ? 200 : NOT_READY).json(report);
      });
      config.routes.get("/metrics",
          ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape()));
    }).start(address, port);
  }

  public int port() {
    return server.port();
  }

  @Override public void close() {
    server.stop();
  }
}
