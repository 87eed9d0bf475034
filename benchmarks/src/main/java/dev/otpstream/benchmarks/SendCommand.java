package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.scenarios.SendScenario;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code otp bench send}. */
@Command(name = "send", mixinStandardHelpOptions = true, description = "POST /v1/otp/send, a new recipient with every call; messages are delivered meanwhile.")
final class SendCommand implements Callable<Integer> {
  private static final int IN_FLIGHT = 400;

  @Mixin
  private LoadOptions options;

  @Override public Integer call() {
    return Run.of("send", options, IN_FLIGHT, (target, _) -> new SendScenario(target));
  }
}
