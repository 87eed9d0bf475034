package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.scenarios.LifecycleScenario;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code otp bench lifecycle}. */
@Command(name = "lifecycle", mixinStandardHelpOptions = true, description = "Send, provider, receipt, hook, verify: complete when the verify that follows the hook is answered.")
final class LifecycleCommand implements Callable<Integer> {
  private static final LoadOptions.InFlight IN_FLIGHT = new LoadOptions.InFlight(1_500, 20_000);

  @Mixin
  private LoadOptions options;

  @Option(names = "--channels", paramLabel = "NAME", split = ",", defaultValue = "sms", description = "sms (SMPP), telegram (the Gateway), or both in the order to try. Default: ${DEFAULT-VALUE}")
  private List<String> channels;

  @Override public Integer call() {
    return Run.of("lifecycle", options, IN_FLIGHT, site -> new LifecycleScenario(site, List.of(channels)));
  }
}
