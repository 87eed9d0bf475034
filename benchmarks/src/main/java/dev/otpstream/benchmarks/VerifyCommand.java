package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.scenarios.VerifyScenario;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code otp bench verify}. */
@Command(name = "verify", mixinStandardHelpOptions = true, description = "POST /v1/otp/verify with codes that were sent before: each right code once. The load ends when they do.")
final class VerifyCommand implements Callable<Integer> {
  private static final LoadOptions.InFlight IN_FLIGHT = LoadOptions.InFlight.ofCalls(400);

  @Mixin
  private LoadOptions options;

  @Option(names = "--wrong", paramLabel = "SHARE", defaultValue = "0", description = "Share of guesses that are wrong, 0 to "
      + VerifyScenario.WRONG_SHARE_MAX
      + ". Default: ${DEFAULT-VALUE}")
  private double wrong;

  @Override public Integer call() {
    options.require(wrong >= 0 && wrong <= VerifyScenario.WRONG_SHARE_MAX,
        "--wrong is 0 to " + VerifyScenario.WRONG_SHARE_MAX);
    return Run.of("verify", options, IN_FLIGHT, site -> new VerifyScenario(site, wrong));
  }
}
