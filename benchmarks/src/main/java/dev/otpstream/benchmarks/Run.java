package dev.otpstream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.benchmarks.load.HttpTransport;
import dev.otpstream.benchmarks.load.Load;
import dev.otpstream.benchmarks.load.Loop;
import dev.otpstream.benchmarks.load.Pace;
import dev.otpstream.benchmarks.load.Plan;
import dev.otpstream.benchmarks.load.Recording;
import dev.otpstream.benchmarks.load.Scenario;
import dev.otpstream.benchmarks.load.Watcher;
import dev.otpstream.benchmarks.platform.Accounts;
import dev.otpstream.benchmarks.platform.Footprint;
import dev.otpstream.benchmarks.platform.Platform;
import dev.otpstream.benchmarks.platform.ProcessTree;
import dev.otpstream.benchmarks.platform.Quiet;
import dev.otpstream.benchmarks.platform.RawLimit;
import dev.otpstream.benchmarks.report.JsonReport;
import dev.otpstream.benchmarks.report.LatencyPlot;
import dev.otpstream.benchmarks.report.Report;
import dev.otpstream.benchmarks.report.Report.OnKafka;
import dev.otpstream.benchmarks.report.TextReport;
import dev.otpstream.benchmarks.scenarios.Progress;
import dev.otpstream.benchmarks.scenarios.Site;
import dev.otpstream.benchmarks.scenarios.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run from start to report: platform, account, preparation, load, cost, raw limit. */
final class Run {
  private static final Duration SETTLE_MAX = Duration.ofSeconds(30);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final Progress PROGRESS = System.err::println;
  private static final Duration CONFIRM_WARMUP = Duration.ofSeconds(3);
  private static final Watcher NOBODY = new Watcher() {
    @Override public void windowOpens() {}

    @Override public void windowCloses() {}
  };

  private final String scenarioName;
  private final LoadOptions options;
  private final Platform platform;

  /** Makes a scenario and all that it needs. */
  interface Preparation {
    Scenario prepare(Site site);
  }

  private Run(String scenarioName, LoadOptions options, Platform platform) {
    this.scenarioName = scenarioName;
    this.options = options;
    this.platform = platform;
  }

  /**
   * Runs a scenario and prints its report.
   *
   * @param inFlight how much may be
   * @return the exit code
   */
  static int of(String scenarioName, LoadOptions options, LoadOptions.InFlight inFlight, Preparation preparation) {
    options.check();
    PROGRESS.say("starting");
    try (Platform platform = options.platform()) {
      Report report = new Run(scenarioName, options, platform).measure(options.plan(inFlight), inFlight.open(),
          preparation);
      System.out.print(options.json ? JsonReport.of(report) + "\n" : TextReport.of(report));
      draw(options, report);
      return report.errorShare() > options.errorsMax ? 1 : 0;
    }
  }

  private Report measure(Plan plan, int inFlightOpen, Preparation preparation) {
    Target target = target();
    try (var loop = new Loop();
        var transport = new HttpTransport(loop, target.address(), options.timeout());
        Scenario scenario = preparation.prepare(new Site(platform, target, loop, PROGRESS))) {
      Report report = switch (plan.pace()) {
        case Pace.Fixed _ -> load(transport, scenario, plan, OptionalDouble.empty());
        case Pace.Saturated _ -> saturate(transport, scenario, plan, inFlightOpen);
      };
      return report.with(raw(report.kafka()));
    }
  }

  private Report saturate(HttpTransport transport, Scenario scenario, Plan plan, int inFlightOpen) {
    scenario.ready(options.ceilingOperations());
    settle();
    PROGRESS.say("looking for the ceiling with " + plan.inFlightMax() + " in flight");
    Recording ceiling = Load.run(transport, System::nanoTime, scenario, plan, NOBODY);
    double perSecond = ceiling.perSecond();
    if (perSecond == 0) throw new IllegalStateException("nothing went well with " + plan.inFlightMax() + " in flight");
    Duration warmup = plan.warmup().compareTo(CONFIRM_WARMUP) < 0 ? plan.warmup() : CONFIRM_WARMUP;
    return Saturation.search(perSecond, pace -> {
      Report report = load(transport, scenario,
          new Plan(pace, warmup, plan.measured(), inFlightOpen, plan.patience()), OptionalDouble.of(perSecond));
      if (!report.sustained())
        PROGRESS.say(pace + "/s does not hold: " + report.recording().errorCount() + " errors, reached "
            + Math.round(report.recording().perSecond()) + "/s, the backlog grew by "
            + Math.round(report.recording().backlog().growthPerSecond()) + "/s");
      return report;
    }, Report::sustained);
  }

  private Report load(HttpTransport transport, Scenario scenario, Plan plan, OptionalDouble ceiling) {
    if (plan.pace() instanceof Pace.Fixed fixed)
      scenario.ready((long) Math.ceil(fixed.perSecond() * plan.warmup().plus(plan.measured()).toMillis() / 1e3) + 1);
    settle();
    Optional<Footprint> before = platform.kafka().map(Footprint::of);
    PROGRESS.say("loading with " + plan.pace() + "/s: " + plan.warmup().toSeconds() + " s to warm up, "
        + plan.measured().toSeconds() + " s measured");
    var meter = new CostMeter(platform);
    Recording recording = Load.run(transport, System::nanoTime, scenario, plan, meter);
    if (recording.window().isZero()) throw new IllegalStateException("nothing was left to do when measuring began");
    Duration drain = Quiet.await(processes(), DRAIN_MAX);
    Report.Costs costs = meter.costs(drain);
    Optional<OnKafka> onKafka = before
        .map(held -> new OnKafka(Footprint.of(platform.kafka().orElseThrow()).minus(held), recording.okEver()));
    return new Report(scenarioName, options.pace.toString(), plan.pace(), ceiling, recording, costs, onKafka,
        Optional.empty());
  }

  private void settle() {
    Quiet.await(processes(), SETTLE_MAX);
  }

  private ProcessTree processes() {
    return platform.processes();
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
