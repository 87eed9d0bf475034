package dev.otpstream.standalone;

import dev.otpstream.kit.Env;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code otp up}: everything in one process until it is told to stop. */
@Command(name = "up", mixinStandardHelpOptions = true, description = "Runs everything in one process, with an embedded Kafka; Ctrl-C stops it. Data stays in OTP_DATA_DIR.")
final class UpCommand implements Callable<Integer> {
  @Override public Integer call() throws InterruptedException {
    long startedNs = System.nanoTime();
    Standalone standalone = Standalone.start(Env.system());
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      standalone.close();
      stopped.countDown();
    }, "stop"));
    if (standalone.adminToken().fresh())
      System.out.println("admin token (shown once, kept in the data folder): "
          + standalone.adminToken().value().reveal());
    System.out.println("kafka " + standalone.bootstrapServers() + "  registry " + standalone.registryUrl()
        + "  health " + standalone.opsUrl() + "/readyz");
    standalone.simulators().ifPresent(
        simulators -> System.out.println("simulated providers " + simulators.controlUrl()));
    System.out.println("console " + standalone.consoleUrl() + " (signs in with the admin token)");
    System.out.println("started in " + Duration.ofNanos(System.nanoTime() - startedNs).toMillis() + " ms");
    System.out.println("otpstream ready " + standalone.url());
    stopped.await();
    return 0;
  }
}
