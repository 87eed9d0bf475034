package dev.otpstream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.benchmarks.load.HttpTransport;
import dev.otpstream.benchmarks.load.Load;
import dev.otpstream.benchmarks.load.Plan;
import dev.otpstream.benchmarks.load.Recording;
import dev.otpstream.benchmarks.load.Scenario;
import dev.otpstream.benchmarks.platform.Accounts;
import dev.otpstream.benchmarks.platform.Footprint;
import dev.otpstream.benchmarks.platform.Platform;
import dev.otpstream.benchmarks.platform.Quiet;
import dev.otpstream.benchmarks.platform.RawLimit;
import dev.otpstream.benchmarks.report.JsonReport;
import dev.otpstream.benchmarks.report.LatencyPlot;
import dev.otpstream.benchmarks.report.Report;
import dev.otpstream.benchmarks.report.Report.OnKafka;
import dev.otpstream.benchmarks.report.TextReport;
import dev.otpstream.benchmarks.scenarios.Progress;
import dev.otpstream.benchmarks.scenarios.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** A run from start to report: platform, account, preparation, load, cost, raw limit. */
final class Run {
  private static final Duration SETTLE_MAX = Duration.ofSeconds(30);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final Progress PROGRESS = System.err::println;

  private final String scenarioName;
  private final LoadOptions options;
  private final Platform platform;

  /** Makes a scenario and all that it needs. */
  interface Preparation {
    Scenario prepare(Target target, Progress progress);
  }

  private Run(String scenarioName, LoadOptions options, Platform platform) {
    this.scenarioName = scenarioName;
    this.options = options;
    this.platform = platform;
  }

  /**
   * Runs a scenario and prints its report.
   *
   * @param inFlightSaturated what is in flight when it goes as fast as it can
   * @return the exit code
   */
  static int of(String scenarioName, LoadOptions options, int inFlightSaturated, Preparation preparation) {
    options.check();
    PROGRESS.say("starting");
    try (Platform platform = options.platform()) {
      Report report = new Run(scenarioName, options, platform).measure(options.plan(inFlightSaturated), preparation);
      System.out.print(options.json ? JsonReport.of(report) + "\n" : TextReport.of(report));
      draw(options, report);
      return report.errorShare() > options.errorsMax ? 1 : 0;
    }
  }

  private Report measure(Plan plan, Preparation preparation) {
    Target target = target();
    Scenario scenario = preparation.prepare(target, PROGRESS);
    Quiet.await(platform.processes(), SETTLE_MAX);
    Optional<Footprint> before = platform.kafka().map(Footprint::of);
    PROGRESS.say("loading: " + plan.warmup().toSeconds() + " s to warm up, " + plan.measured().toSeconds()
        + " s measured");
    var meter = new CostMeter(platform);
    Recording recording;
    try (var transport = new HttpTransport(target.address(), options.timeout())) {
      recording = Load.run(transport, System::nanoTime, scenario, plan, meter);
    }
    if (recording.window().isZero()) throw new IllegalStateException("nothing was left to do when measuring began");
    Duration drain = Quiet.await(platform.processes(), DRAIN_MAX);
    Report.Costs costs = meter.costs(drain);
    Optional<OnKafka> onKafka = before
        .map(held -> new OnKafka(Footprint.of(platform.kafka().orElseThrow()).minus(held), recording.okEver()));
    return new Report(scenarioName, options.pace.toString(), recording, costs, onKafka, raw(onKafka));
  }

  private Target target() {
    JsonNode account = Accounts.create(platform, "Bench");
    return new Target(platform.url(), new Target.Account(account.path("zapnoty").path("api_key").asText(),
        account.path("alphasms").path("auth").asText()), platform.simulators());
  }

  private Optional<RawLimit> raw(Optional<OnKafka> onKafka) {
    if (options.rawSeconds == 0 || onKafka.isEmpty() || onKafka.get().bytesPerRecord() == 0) return Optional.empty();
    PROGRESS.say("measuring the raw limit of the same brokers");
    return Optional.of(RawLimit.measure(platform.kafka().orElseThrow(), onKafka.get().bytesPerRecord(),
        Duration.ofSeconds(options.rawSeconds), platform.processes()));
  }

  private static void draw(LoadOptions options, Report report) {
    if (options.svg == null) return;
    try {
      Files.writeString(options.svg, LatencyPlot.of(report));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the picture", e);
    }
  }
}
