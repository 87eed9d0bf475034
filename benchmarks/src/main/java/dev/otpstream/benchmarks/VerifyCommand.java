package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.load.Pace;
import dev.otpstream.benchmarks.scenarios.VerifyScenario;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code otp bench verify}. */
@Command(name = "verify", mixinStandardHelpOptions = true, description = "POST /v1/otp/verify with codes that were sent before: each right code once. The load ends when they do.")
final class VerifyCommand implements Callable<Integer> {
  private static final int IN_FLIGHT = 400;
  private static final int CODES_SATURATED = 100_000;
  private static final int CODES_MAX = 2_000_000;

  @Mixin
  private LoadOptions options;

  @Option(names = "--codes", paramLabel = "N", description = "Codes to prepare. Default: as many as the rate takes; with max "
      + CODES_SATURATED)
  private Integer codes;

  @Option(names = "--wrong", paramLabel = "SHARE", defaultValue = "0", description = "Share of guesses that are wrong, 0 to "
      + VerifyScenario.WRONG_SHARE_MAX
      + ". Default: ${DEFAULT-VALUE}")
  private double wrong;

  @Override public Integer call() {
    options.require(wrong >= 0 && wrong <= VerifyScenario.WRONG_SHARE_MAX,
        "--wrong is 0 to " + VerifyScenario.WRONG_SHARE_MAX);
    int wanted = codes != null ? codes : codesByPace();
    options.require(wanted >= 1 && wanted <= CODES_MAX, "--codes is 1 to " + CODES_MAX);
    return Run.of("verify", options, IN_FLIGHT,
        (target, progress) -> VerifyScenario.prepare(target, wanted, wrong, progress));
  }

  private int codesByPace() {
    return switch (options.pace) {
      case Pace.Fixed fixed -> (int) Math.min(CODES_MAX + 1.0,
          Math.ceil(fixed.perSecond() * (options.warmup + options.seconds) * (1 - wrong)) + 1);
      case Pace.Saturated _ -> CODES_SATURATED;
    };
  }
}
