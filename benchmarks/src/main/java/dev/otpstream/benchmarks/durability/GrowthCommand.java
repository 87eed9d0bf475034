package dev.otpstream.benchmarks.durability;

import dev.otpstream.benchmarks.load.Pace;
import dev.otpstream.benchmarks.platform.Accounts;
import dev.otpstream.benchmarks.platform.Lag;
import dev.otpstream.benchmarks.platform.SplitPlatform;
import dev.otpstream.benchmarks.report.Report;
import dev.otpstream.benchmarks.run.Measurement;
import dev.otpstream.benchmarks.run.Settings;
import dev.otpstream.benchmarks.scenarios.LifecycleScenario;
import dev.otpstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code otp bench growth}. */
@Command(name = "growth", mixinStandardHelpOptions = true, description = {
  "What a lifecycle costs, and what the engine keeps and restores, with more live codes, engine threads, partitions and brokers.",
  "Each point is a platform of its own; --url does not apply."})
public final class GrowthCommand implements Callable<Integer> {
  private static final Duration LIFETIME = Duration.ofHours(12);
  private static final int PARTITIONS = 6;

  @Option(names = "--codes", paramLabel = "N", split = ",", defaultValue = "1000,100000,1000000", description = "Live codes; add 5000000 if you have the time. Default: ${DEFAULT-VALUE}")
  private List<Integer> codes;

  @Option(names = "--threads", paramLabel = "N", split = ",", defaultValue = "1,2,4", description = "Engine threads. Default: ${DEFAULT-VALUE}")
  private List<Integer> threads;

  @Option(names = "--partitions", paramLabel = "N", split = ",", defaultValue = "6,24,96", description = "Partitions. Default: ${DEFAULT-VALUE}")
  private List<Integer> partitions;

  @Option(names = "--brokers", paramLabel = "N", split = ",", defaultValue = "1,3", description = "Brokers: 1, or 3 that copy each other. Default: ${DEFAULT-VALUE}")
  private List<Integer> brokers;

  @Option(names = "--rate", paramLabel = "N", defaultValue = "100", description = "Lifecycles a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(names = "--seconds", paramLabel = "S", defaultValue = "20", description = "How long to measure each point. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--warmup", paramLabel = "S", defaultValue = "30", description = "How long to load before that. Default: ${DEFAULT-VALUE}")
  private int warmup;

  @Option(names = "--pictures", paramLabel = "FOLDER", description = "Draw the curves into a folder.")
  private Path pictures;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  /** A platform to be measured. */
  private record Size(int codes, int threads, int partitions, int brokers) {}

  @Override public Integer call() {
    int fewest = codes.getFirst();
    List<Point> byCodes = codes.stream().map(count -> measure(new Size(count, 1, PARTITIONS, 1), true)).toList();
    List<Point> byThreads = points(threads, count -> new Size(fewest, count, PARTITIONS, 1), byCodes.getFirst());
    List<Point> byPartitions = points(partitions, count -> new Size(fewest, 1, count, 1), byCodes.getFirst());
    List<Point> byBrokers = points(brokers, count -> new Size(fewest, 1, PARTITIONS, count), byCodes.getFirst());
    var growth = new Growth(byCodes, byThreads, byPartitions, byBrokers);
    System.out.print(json ? growth.json() : growth.text());
    if (pictures != null) growth.draw(pictures);
    return 0;
  }

  private interface Sizes {
    Size of(int count);
  }

  private List<Point> points(List<Integer> counts, Sizes sizes, Point usual) {
    var points = new ArrayList<Point>();
    for (int count : counts) {
      Size size = sizes.of(count);
      boolean known = size.equals(new Size(codes.getFirst(), 1, PARTITIONS, 1));
      points.add(known ? usual : measure(size, false));
    }
    return points;
  }

  private Point measure(Size size, boolean restore) {
    Measurement.PROGRESS.say(size.toString());
    var settings = Map.of("OTP_ENGINE_THREADS", Integer.toString(size.threads()), "OTP_PARTITIONS",
        Integer.toString(size.partitions()));
    try (var platform = SplitPlatform.start(size.brokers(), 1, settings)) {
      var _ = new LiveCodes(platform, Accounts.create(platform, "Live").path("id").asText(), size.partitions(),
          Measurement.PROGRESS).fill(size.codes(), Instant.now().plus(LIFETIME));
      Lag.skip(platform.kafka().orElseThrow(), "channel-sms", Topics.DISPATCH_SMS.name());
      platform.settle();
      long stateBytes = platform.engineStateBytes();
      platform.startWorkers();
      Report lifecycles = lifecycles(platform);
      long engineBytes = platform.engineResidentBytes();
      OptionalDouble restored = restore ? OptionalDouble.of(restore(platform)) : OptionalDouble.empty();
      return new Point(size.codes(), size.threads(), size.partitions(), size.brokers(), lifecycles, stateBytes,
          engineBytes, restored);
    }
  }

  private Report lifecycles(SplitPlatform platform) {
    var settings = Settings.of(new Pace.Fixed(rate), Duration.ofSeconds(warmup), Duration.ofSeconds(seconds));
    try (var measurement = new Measurement("growth", platform, settings,
        site -> new LifecycleScenario(site, List.of(List.of("sms"))))) {
      return measurement.load();
    }
  }

  private static double restore(SplitPlatform platform) {
    var probes = new Probes(Measurement.target(platform), PARTITIONS);
    var _ = probes.await(System.nanoTime());
    long beganNs = System.nanoTime();
    platform.killEngine(1);
    platform.startEngine(1);
    return probes.await(beganNs).all().toMillis() / 1e3;
  }
}
