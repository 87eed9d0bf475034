package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.scenarios.SendScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code otp bench send}. */
@Command(name = "send", mixinStandardHelpOptions = true, description = "POST /v1/otp/send, a new recipient with every call; messages are delivered meanwhile.")
final class SendCommand implements Callable<Integer> {
  private static final LoadOptions.InFlight IN_FLIGHT = LoadOptions.InFlight.ofCalls(400);

  @Mixin
  private LoadOptions options;

  @Option(names = "--channels", paramLabel = "NAME", split = ",", description = "Channels in the order to try. Default: the account's route, telegram and sms")
  private List<String> channels = new ArrayList<>();

  @Override public Integer call() {
    return Run.of("send", options, IN_FLIGHT, site -> new SendScenario(site.target(), channels));
  }
}
