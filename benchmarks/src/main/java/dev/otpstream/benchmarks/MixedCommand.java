package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.scenarios.MixedScenario;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code otp bench mixed}. */
@Command(name = "mixed", mixinStandardHelpOptions = true, description = "In ten operations: six lifecycles (four by SMS, two by Telegram), a send, a verify, two questions for a status.")
final class MixedCommand implements Callable<Integer> {
  private static final LoadOptions.InFlight IN_FLIGHT = new LoadOptions.InFlight(1_000, 20_000);

  @Mixin
  private LoadOptions options;

  @Override public Integer call() {
    return Run.of("mixed", options, IN_FLIGHT, MixedScenario::new);
  }
}
