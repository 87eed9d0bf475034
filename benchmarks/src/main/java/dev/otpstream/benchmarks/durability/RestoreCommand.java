package dev.otpstream.benchmarks.durability;

import dev.otpstream.benchmarks.load.Pace;
import dev.otpstream.benchmarks.platform.Accounts;
import dev.otpstream.benchmarks.platform.Lag;
import dev.otpstream.benchmarks.platform.SplitPlatform;
import dev.otpstream.benchmarks.report.Figures;
import dev.otpstream.benchmarks.report.Report;
import dev.otpstream.benchmarks.run.Measurement;
import dev.otpstream.benchmarks.run.PaceReader;
import dev.otpstream.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code otp bench restore}. */
@Command(name = "restore", mixinStandardHelpOptions = true, description = "Fills with live codes, kills the engine, starts it again, and tells when verifies are answered in all partitions; the same before, while it is empty; and what verifies take afterwards.")
public final class RestoreCommand implements Callable<Integer> {
  private static final int PARTITIONS = 6;
  private static final Duration LIFETIME = Duration.ofHours(12);
  private static final double PER = 100_000;

  @Option(names = "--codes", paramLabel = "N", defaultValue = "100000", description = "Live codes. Default: ${DEFAULT-VALUE}")
  private int codes;

  @Option(names = "--standby", description = "Two engines with a warm copy of each partition; one of them is killed.")
  private boolean standby;

  @Option(names = "--clean", description = "Stop the engine as an operator does, instead of killing it.")
  private boolean clean;

  @Option(names = "--rate", paramLabel = "N|max", defaultValue = "200", converter = PaceReader.class, description = "Verifies a second on the restored engine; or max: as many as are answered. Default: ${DEFAULT-VALUE}")
  private Pace pace;

  @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "How long to measure them. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--json", description = "Print one JSON object instead of lines.")
  private boolean json;

  @Override public Integer call() {
    Measurement.PROGRESS.say("starting");
    try (var platform = SplitPlatform.start(1, standby ? 2 : 1,
        standby ? Map.of("OTP_ENGINE_STANDBYS", "1") : Map.of())) {
      Figures figures = measure(platform);
      System.out.print(json ? figures.json() : figures.text());
      return 0;
    }
  }

  private Figures measure(SplitPlatform platform) {
    var probes = new Probes(Measurement.target(platform), PARTITIONS);
    var _ = probes.await(System.nanoTime());
    platform.settle();
    Measurement.PROGRESS.say("restarting the engine while it is empty");
    double emptySeconds = restart(platform, probes).all().toMillis() / 1e3;
    Duration filled = new LiveCodes(platform, Accounts.create(platform, "Live").path("id").asText(), PARTITIONS,
        Measurement.PROGRESS).fill(codes, Instant.now().plus(LIFETIME));
    platform.settle();
    long stateBytes = platform.engineStateBytes();
    Measurement.PROGRESS.say("restarting the engine");
    Probes.Answered answered = restart(platform, probes);
    double allSeconds = answered.all().toMillis() / 1e3;
    return new Figures("restore").put(verifies(platform), Verifies.FIELDS).put("codes", codes)
        .put("engines", standby ? 2 : 1)
        .put("end", clean ? "stopped" : "killed").put("fill_s", filled.toMillis() / 1e3)
        .put("state_mb", stateBytes / 1e6).put("first_answer_s", answered.first().toMillis() / 1e3)
        .put("all_answers_s", allSeconds).put("empty_s", emptySeconds)
        .put("more_s_per_100000", (allSeconds - emptySeconds) / codes * PER);
  }

  private Report verifies(SplitPlatform platform) {
    Lag.skip(platform.kafka().orElseThrow(), "channel-sms", Topics.DISPATCH_SMS.name());
    platform.startWorkers();
    try (var verify = new Verifies("restore", platform, pace, Duration.ofSeconds(seconds))) {
      verify.prepare();
      return verify.withRaw(verify.load());
    }
  }

  private Probes.Answered restart(SplitPlatform platform, Probes probes) {
    long beganNs = System.nanoTime();
    if (clean) {
      platform.stopEngine(1);
    } else {
      platform.killEngine(1);
    }
    platform.startEngine(1);
    return probes.await(beganNs);
  }
}
