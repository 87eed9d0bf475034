package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.scenarios.StatusPollScenario;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code otp bench status-poll}. */
@Command(name = "status-poll", mixinStandardHelpOptions = true, description = "GET /v1/otp/messages/{id}: where messages stand that were sent before.")
final class StatusPollCommand implements Callable<Integer> {
  private static final LoadOptions.InFlight IN_FLIGHT = LoadOptions.InFlight.ofCalls(400);
  private static final int MESSAGES_MAX = 1_000_000;

  @Mixin
  private LoadOptions options;

  @Option(names = "--messages", paramLabel = "N", defaultValue = "2000", description = "Different messages to ask for. Default: ${DEFAULT-VALUE}")
  private int messages;

  @Override public Integer call() {
    options.require(messages >= 1 && messages <= MESSAGES_MAX, "--messages is 1 to " + MESSAGES_MAX);
    return Run.of("status-poll", options, IN_FLIGHT, site -> new StatusPollScenario(site, messages));
  }
}
