package dev.otpstream.kit;

import io.javalin.Javalin;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What operators and supervisors ask a process: {@code /healthz} (alive), {@code /readyz} (all its services can work) and
 * {@code /metrics} (Prometheus).
 */
public final class OpsServer implements AutoCloseable {
  private final Javalin server;

  /**
   * Starts to listen.
   *
   * @param address the address to listen on; {@code 0.0.0.0}: all
   * @param port    the port to listen on; 0: any free one
   */
  public OpsServer(String address, int port, List<Service> services, PrometheusMeterRegistry meters) {
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    @SuppressWarnings("resource") // lives as long as the process
    var gc = new JvmGcMetrics();
    gc.bindTo(meters);
    server = Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.routes.get("/healthz", ctx -> ctx.result("ok"));
      config.routes.get("/readyz", ctx -> {
        Map<String, String> details = new LinkedHashMap<>();
        boolean ready = true;
        for (Service service : services) {
          Service.Readiness readiness = service.readiness();
          ready &= readiness.ready();
          details.put(service.name(), readiness.detail());
        }
        ctx.status(ready ? 200 : 503).json(details);
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
