package dev.otpstream.benchmarks.run;

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
import dev.otpstream.benchmarks.platform.Quiet;
import dev.otpstream.benchmarks.platform.RawLimit;
import dev.otpstream.benchmarks.report.Report;
import dev.otpstream.benchmarks.report.Report.OnKafka;
import dev.otpstream.benchmarks.scenarios.Progress;
import dev.otpstream.benchmarks.scenarios.Site;
import dev.otpstream.benchmarks.scenarios.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Measures one scenario on one platform, as often as one likes: preparation, load, cost, raw limit. */
public final class Measurement implements AutoCloseable {
  public static final Progress PROGRESS = System.err::println;
  private static final Duration SETTLE_MAX = Duration.ofSeconds(30);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final Duration CONFIRM_WARMUP = Duration.ofSeconds(3);
  private static final Watcher NOBODY = new Watcher() {
    @Override public void windowOpens() {}

    @Override public void windowCloses() {}
  };

  private final String name;
  private final Platform platform;
  private final Settings settings;
  private final Loop loop = new Loop();
  private final HttpTransport transport;
  private final Scenario scenario;

  /** Makes a scenario and all that it needs. */
  public interface Preparation {
    Scenario prepare(Site site);
  }

  /** Makes an account on the platform, and the scenario. */
  public Measurement(String name, Platform platform, Settings settings, Preparation preparation) {
    this.name = name;
    this.platform = platform;
    this.settings = settings;
    Target target = target(platform);
    transport = new HttpTransport(loop, target.address(), settings.timeout());
    scenario = preparation.prepare(new Site(platform, target, loop, PROGRESS));
  }

  /** A new account on a platform, and where it calls. */
  public static Target target(Platform platform) {
    JsonNode account = Accounts.create(platform, "Bench");
    return new Target(platform.url(), new Target.Account(account.path("zapnoty").path("api_key").asText(),
        account.path("alphasms").path("auth").asText()), platform.simulators());
  }

  /** One load as the settings say, or the search for the highest rate that holds; and the raw limit. */
  public Report run() {
    Report report = switch (settings.plan().pace()) {
      case Pace.Fixed _ -> load();
      case Pace.Saturated _ -> saturate();
    };
    return withRaw(report);
  }

  /** The same with the raw limit of its brokers, measured now. */
  public Report withRaw(Report report) {
    return report.with(raw(report.kafka()));
  }

  /** One load as the settings say. */
  public Report load() {
    return load(settings.plan(), OptionalDouble.empty());
  }

  private Report saturate() {
    Plan plan = scenario.finite() ? withWarmup(settings.plan(), CONFIRM_WARMUP) : settings.plan();
    scenario.ready(settings.ceilingOperations());
    settle();
    PROGRESS.say("looking for the ceiling with " + plan.inFlightMax() + " in flight");
    double perSecond = Load.run(transport, System::nanoTime, scenario, plan, NOBODY).perSecond();
    if (perSecond == 0) throw new IllegalStateException("nothing went well with " + plan.inFlightMax() + " in flight");
    return Saturation.search(perSecond, pace -> {
      Plan open = new Plan(pace, settings.plan().warmup(), plan.measured(), settings.inFlightOpen(), plan.patience());
      Report report = load(withWarmup(open, CONFIRM_WARMUP), OptionalDouble.of(perSecond));
      if (!report.sustained()) PROGRESS.say(whyNot(pace, report.recording()));
      return report;
    }, Report::sustained);
  }

  private static Plan withWarmup(Plan plan, Duration most) {
    return new Plan(plan.pace(), plan.warmup().compareTo(most) < 0 ? plan.warmup() : most, plan.measured(),
        plan.inFlightMax(), plan.patience());
  }

  private static String whyNot(Pace pace, Recording recording) {
    return pace + "/s does not hold: " + recording.errorCount() + " errors, reached "
        + Math.round(recording.perSecond()) + "/s, the backlog grew by "
        + Math.round(recording.backlog().growthPerSecond()) + "/s";
  }

  private Report load(Plan plan, OptionalDouble ceiling) {
    if (plan.pace() instanceof Pace.Fixed fixed)
      scenario.ready((long) Math.ceil(fixed.perSecond() * plan.warmup().plus(plan.measured()).toMillis() / 1e3) + 1);
    settle();
    return measure(plan, ceiling);
  }

  /** One load without preparation: what is there already must do. */
  public Report measure(Plan plan, OptionalDouble ceiling) {
    Optional<Footprint> before = platform.kafka().map(Footprint::of);
    PROGRESS.say("loading with " + plan.pace() + "/s: " + plan.warmup().toSeconds() + " s to warm up, "
        + plan.measured().toSeconds() + " s measured");
    var meter = new CostMeter(platform);
    Recording recording = Load.run(transport, System::nanoTime, scenario, plan, meter);
    if (recording.window().isZero()) throw new IllegalStateException("nothing was left to do when measuring began");
    Duration drain = Quiet.await(platform.processes(), DRAIN_MAX);
    Report.Costs costs = meter.costs(drain);
    Optional<OnKafka> onKafka = before
        .map(held -> new OnKafka(Footprint.of(platform.kafka().orElseThrow()).minus(held), recording.okEver()));
    return new Report(name, settings.plan().pace().toString(), plan.pace(), ceiling, recording, costs, onKafka,
        Optional.empty());
  }

  /** Makes what a load of so many operations needs. */
  public void ready(long operations) {
    scenario.ready(operations);
  }

  /** Waits until the platform has nothing left to do. */
  public void settle() {
    Quiet.await(platform.processes(), SETTLE_MAX);
  }

  private Optional<RawLimit> raw(Optional<OnKafka> onKafka) {
    if (settings.rawTime().isZero() || onKafka.isEmpty() || onKafka.get().bytesPerRecord() == 0)
      return Optional.empty();
    PROGRESS.say("measuring the raw limit of the same brokers");
    return Optional.of(RawLimit.measure(platform.kafka().orElseThrow(), onKafka.get().bytesPerRecord(),
        settings.rawTime(), platform.processes()));
  }

  @Override public void close() {
    scenario.close();
    transport.close();
    loop.close();
  }
}
