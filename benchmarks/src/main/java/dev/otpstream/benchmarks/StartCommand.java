package dev.otpstream.benchmarks;

import dev.otpstream.benchmarks.platform.JsonApi;
import dev.otpstream.benchmarks.platform.OwnPlatform;
import dev.otpstream.benchmarks.report.Figures;
import dev.otpstream.benchmarks.run.Measurement;
import dev.otpstream.benchmarks.scenarios.PhoneNumbers;
import dev.otpstream.benchmarks.scenarios.Target;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code otp bench start}. */
@Command(name = "start", mixinStandardHelpOptions = true, description = "From the start of the platform's process to its first answer: an account is made and a code is sent.")
final class StartCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print one JSON object instead of lines.")
  private boolean json;

  @Override public Integer call() {
    try (var platform = OwnPlatform.start(Map.of())) {
      Target target = Measurement.target(platform);
      var _ = new JsonApi(target.url()).post("/v1/otp/send", target.account().zapnotyKey(),
          Map.of("phone", "+" + PhoneNumbers.fromAnywhere().next()));
      long answeredNs = System.nanoTime();
      Figures figures = new Figures("start").put("ready_s", seconds(platform.launchedNs(), platform.readyNs()))
          .put("first_answer_s", seconds(platform.launchedNs(), answeredNs));
      System.out.print(json ? figures.json() : figures.text());
      return 0;
    }
  }

  private static double seconds(long fromNs, long toNs) {
    return Duration.ofNanos(toNs - fromNs).toMillis() / 1e3;
  }
}
