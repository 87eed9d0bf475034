package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.scenarios.BatchScenario;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code otp bench batch}. */
@Command(name = "batch", mixinStandardHelpOptions = true, description = "AlphaSMS POST /api/json.php, many messages a call. Operations, also those of --rate, are messages; "
    + "latency is that of their call.")
final class BatchCommand implements Callable<Integer> {
  private static final LoadOptions.InFlight IN_FLIGHT = LoadOptions.InFlight.ofCalls(4);
  private static final int ITEMS_MAX = 1_000;

  @Mixin
  private LoadOptions options;

  @Option(names = "--items", paramLabel = "N", defaultValue = ""
      + ITEMS_MAX, description = "Messages a call. Default: ${DEFAULT-VALUE}")
  private int items;

  @Override public Integer call() {
    options.require(items >= 1 && items <= ITEMS_MAX, "--items is 1 to " + ITEMS_MAX);
    return Run.of("batch", options, IN_FLIGHT, site -> new BatchScenario(site.target(), items));
  }
}
