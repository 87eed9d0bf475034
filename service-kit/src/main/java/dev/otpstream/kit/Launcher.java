package dev.otpstream.kit;

import dev.otpstream.kit.observe.Tracing;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one service as a process of its own: settings, health port, clean stop, exit code. */
public final class Launcher {
  /** Exit code for settings with which the process cannot start. */
  public static final int EXIT_BAD_SETTINGS = 2;
  /** Exit code for a service that died; whoever supervises the process starts it again. */
  public static final int EXIT_DIED = 1;
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final CountDownLatch STOPPED = new CountDownLatch(1);

  private Launcher() {}

  /**
   * Starts a service and stays until the process is told to stop. Health is told from the first moment on.
   *
   * @param name  the service's name
   * @param start makes the running service; must call {@link Env#failOnProblems} after reading its own settings
   */
  public static void run(String name, BiFunction<Env, Platform, Service> start) {
    Env env = Env.system();
    try {
      Platform platform = Platform.from(env);
      String address = env.string("OTP_BIND_ADDRESS", "0.0.0.0");
      int opsPort = env.integer("OTP_OPS_PORT", 0, 0, 65535);
      var export = Tracing.start(env, name);
      var health = new Health(platform, List.of(name));
      var ops = new OpsServer(address, opsPort, health, platform.meters());
      LOG.atInfo().addKeyValue("service", name).addKeyValue("opsPort", ops.port()).log("starting");
      Service service = start.apply(env, platform);
      health.started(name, service);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        health.stopping();
        service.close();
        export.close();
        ops.close();
        LOG.atInfo().addKeyValue("service", service.name()).log("stopped");
        STOPPED.countDown();
      }, "shutdown"));
      LOG.atInfo().addKeyValue("service", service.name()).addKeyValue("opsPort", ops.port()).log("started");
      STOPPED.await();
    } catch (Env.BadSettings e) {
      System.err.println("cannot start: " + e.getMessage());
      System.exit(EXIT_BAD_SETTINGS);
    } catch (RuntimeException | InterruptedException e) {
      LOG.error("died", e);
      System.exit(EXIT_DIED);
    }
  }

  /** Ends the process because a service cannot go on; the supervisor starts it again. */
  public static void die(String why, Throwable cause) {
    LOG.atError().setCause(cause).addKeyValue("why", why).log("died");
    // halt would skip the other services' clean stop; exit from another thread, since a hook waits for this one.
    new Thread(() -> System.exit(EXIT_DIED), "exit").start();
  }
}
