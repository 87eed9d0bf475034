package dev.otpstream.standalone;

import dev.otpstream.kit.Env;
import dev.otpstream.standalone.cli.Output;
import dev.otpstream.standalone.cli.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code otp up}: everything in one process until it is told to stop. */
@Command(mixinStandardHelpOptions = true, name = "up", description = {
  "Runs everything in one process, with an embedded Kafka; Ctrl-C stops it.",
  "Data stays in OTP_DATA_DIR, where the other commands find it."})
final class UpCommand implements Callable<Integer> {
  @Mixin
  private Output output;

  @Override public Integer call() throws InterruptedException {
    long startedNs = System.nanoTime();
    Env env = Env.system();
    Path dataDir = Site.dataDir(env);
    Standalone standalone = Standalone.start(env);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      Running.withdraw(dataDir);
      standalone.close();
      stopped.countDown();
    }, "stop"));
    Running running = Running.of(standalone);
    running.announce(dataDir);
    long tookMs = Duration.ofNanos(System.nanoTime() - startedNs).toMillis();
    if (output.json())
      output.document(running.json().put("startedMs", tookMs).put("adminTokenMade",
          standalone.adminToken().fresh()));
    else
      print(standalone, tookMs);
    stopped.await();
    return 0;
  }

  private void print(Standalone standalone, long tookMs) {
    if (standalone.adminToken().fresh())
      output.line("admin token (shown once, kept in the data folder): " + standalone.adminToken().value().reveal());
    output.line("kafka " + standalone.bootstrapServers() + "  registry " + standalone.registryUrl() + "  health "
        + standalone.opsUrl() + "/readyz");
    standalone.simulators().ifPresent(simulators -> output.line("simulated providers " + simulators.controlUrl()));
    output.line("console " + standalone.consoleUrl() + " (signs in with the admin token)");
    output.line("started in " + tookMs + " ms");
    output.line("otpstream ready " + standalone.url());
  }
}
