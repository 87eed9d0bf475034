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
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code otp bench expire}. */
@Command(name = "expire", mixinStandardHelpOptions = true, description = "Lets live codes expire all at once while verifies run at a fixed rate; tells their p99 meanwhile and in quiet.")
public final class ExpireCommand implements Callable<Integer> {
  private static final int PARTITIONS = 6;
  private static final Duration EXPIRED_MAX = Duration.ofMinutes(15);
  private static final long LOOK_NS = 1_000_000_000;

  @Option(names = "--codes", paramLabel = "N", defaultValue = "100000", description = "Codes that expire. Default: ${DEFAULT-VALUE}")
  private int codes;

  @Option(names = "--rate", paramLabel = "N|max", defaultValue = "500", converter = PaceReader.class, description = "Verifies a second, before and meanwhile; or max: as many as are answered. Default: ${DEFAULT-VALUE}")
  private Pace pace;

  @Option(names = "--seconds", paramLabel = "S", defaultValue = "30", description = "How long to measure, before and from the moment on. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--budget", paramLabel = "S", description = "How long fill and quiet measurement may take until the codes expire. Default: by their number")
  private Integer budget;

  @Option(names = "--json", description = "Print one JSON object instead of lines.")
  private boolean json;

  @Override public Integer call() {
    Measurement.PROGRESS.say("starting");
    try (var platform = SplitPlatform.start(1, 1, Map.of())) {
      Figures figures = measure(platform);
      System.out.print(json ? figures.json() : figures.text());
      return 0;
    }
  }

  private Figures measure(SplitPlatform platform) {
    Duration window = Duration.ofSeconds(seconds);
    Instant expireAt = Instant.now().plusSeconds(budget != null ? budget : usualBudget());
    Duration filled = new LiveCodes(platform, Accounts.create(platform, "Live").path("id").asText(), PARTITIONS,
        Measurement.PROGRESS).fill(codes, expireAt);
    Lag.skip(platform.kafka().orElseThrow(), "channel-sms", Topics.DISPATCH_SMS.name());
    platform.startWorkers();
    try (var verify = new Verifies("expire", platform, pace, window)) {
      verify.prepare();
      Report quiet = verify.load();
      verify.prepare();
      if (Instant.now().isAfter(expireAt.minus(Verifies.WARMUP)))
        throw new IllegalStateException("the codes expired before all was ready: give a larger --budget");
      double before = expired(platform).orElse(0);
      awaitMoment(expireAt.minus(Verifies.WARMUP));
      var took = CompletableFuture.supplyAsync(() -> awaitExpired(platform, before, expireAt));
      Report meanwhile = verify.load();
      double within = expired(platform).orElse(0) - before;
      OptionalDouble after = took.join();
      if (after.isEmpty() || within <= 0)
        throw new IllegalStateException("the codes did not expire while it was measured");
      return figures(filled, verify.withRaw(quiet), meanwhile).put("expired_when_drained", within)
          .put("expired_after_s", after);
    }
  }

  /** What is told of the load is of the one in quiet: in the other one most records are those of expiry. */
  private Figures figures(Duration filled, Report quiet, Report meanwhile) {
    double quietMs = quiet.latencyMs(99).orElse(Double.NaN);
    double meanwhileMs = meanwhile.latencyMs(99).orElse(Double.NaN);
    if (Double.isNaN(quietMs) || Double.isNaN(meanwhileMs)) throw new IllegalStateException("no verify went well");
    return new Figures("expire").put(quiet, Verifies.FIELDS).put("codes", codes).put("fill_s", filled.toMillis() / 1e3)
        .put("quiet_p50_ms", quiet.latencyMs(50).orElseThrow()).put("quiet_p99_ms", quietMs)
        .put("meanwhile_ok", (double) meanwhile.recording().ok())
        .put("meanwhile_errors", (double) meanwhile.recording().errorCount())
        .put("meanwhile_p50_ms", meanwhile.latencyMs(50).orElseThrow()).put("meanwhile_p99_ms", meanwhileMs)
        .put("meanwhile_max_ms", meanwhile.latencyMs(100).orElseThrow()).put("p99_ratio", meanwhileMs / quietMs);
  }

  private int usualBudget() {
    int fill = 30 + codes / 5_000;
    int quiet = seconds + (int) (Verifies.codes(pace, Duration.ofSeconds(seconds)) / 200) + 120;
    return fill + quiet;
  }

  private static OptionalDouble expired(SplitPlatform platform) {
    return platform.engineMetric("otp_events_total", "type=\"expired\"");
  }

  private OptionalDouble awaitExpired(SplitPlatform platform, double before, Instant from) {
    long giveUpNs = System.nanoTime() + EXPIRED_MAX.toNanos();
    while (expired(platform).orElse(0) - before < codes) {
      if (System.nanoTime() > giveUpNs) return OptionalDouble.empty();
      LockSupport.parkNanos(LOOK_NS);
    }
    return OptionalDouble.of(Duration.between(from, Instant.now()).toMillis() / 1e3);
  }

  private static void awaitMoment(Instant moment) {
    for (Duration left = Duration.between(Instant.now(), moment); left.isPositive(); left = Duration
        .between(Instant.now(), moment))
      LockSupport.parkNanos(left.toNanos());
  }
}
