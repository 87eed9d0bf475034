package dev.otpstream.chaos;

import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Change;
import dev.otpstream.chaos.evidence.ClearText;
import dev.otpstream.chaos.evidence.Collector;
import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.chaos.evidence.HookCall;
import dev.otpstream.chaos.evidence.Landed;
import dev.otpstream.chaos.evidence.Ordered;
import dev.otpstream.chaos.evidence.StateCopies;
import dev.otpstream.chaos.evidence.StateCopy;
import dev.otpstream.chaos.faults.Fault;
import dev.otpstream.chaos.faults.FaultLog;
import dev.otpstream.chaos.faults.Scene;
import dev.otpstream.chaos.faults.Weather;
import dev.otpstream.chaos.load.Hooks;
import dev.otpstream.chaos.load.Load;
import dev.otpstream.chaos.load.Person;
import dev.otpstream.chaos.load.Probe;
import dev.otpstream.chaos.load.Tenant;
import dev.otpstream.chaos.load.Tenants;
import dev.otpstream.chaos.processes.Site;
import dev.otpstream.chaos.processes.Wait;
import dev.otpstream.chaos.promises.Promise;
import dev.otpstream.chaos.report.Figures;
import dev.otpstream.chaos.report.Machine;
import dev.otpstream.chaos.report.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run from start to verdicts: the platform, people, faults; then quiet, and the checker. */
public final class Run {
  private static final Duration PEOPLE_LIMIT = Duration.ofMinutes(5);
  /** A code that nobody types lives that long: the last of them should end with the faults. */
  private static final Duration ABANDONED_LIFE = Duration.ofMinutes(1);
  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(6);
  private static final Duration SETTLE_LOOK = Duration.ofSeconds(2);
  private static final long BEGUN_NS = System.nanoTime();
  private final Settings settings;
  private final FaultLog log = new FaultLog(Run::say);

  private Run(Settings settings) {
    this.settings = settings;
  }

  /** Runs and judges; the folder keeps topics, stores and logs. */
  public static Result of(Settings settings) {
    return new Run(settings).run();
  }

  private Result run() {
    say("starting the platform");
    try (Site site = Site.start(settings.folder(), settings.brokers())) {
      List<Tenant> tenants = Tenants.make(site);
      try (var hooks = new Hooks(tenants);
          var load = new Load(site, tenants, hooks, settings.seed());
          var probe = new Probe(site, tenants.getFirst());
          var scene = new Scene(site, hooks, load.journal(), log, settings.seed())) {
        underFaults(scene, load, probe);
        say("quiet: waiting for people, ends and hooks");
        var notes = new ArrayList<String>();
        if (!load.stop(PEOPLE_LIMIT)) notes.add("people were still waiting at the end");
        probe.stop();
        var collector = new Collector(site);
        if (!settle(collector, hooks)) notes.add("not everything had ended when the checker began");
        return judge(site, load, hooks, probe, collector, scene.poison(), notes);
      }
    }
  }

  private void underFaults(Scene scene, Load load, Probe probe) {
    load.start(settings.storiesPerSecond());
    probe.start();
    var weather = new Weather(scene, settings.faults(), settings.pauseMin(), settings.pauseMax());
    weather.start();
    say("people and faults for " + settings.faultsLimit().toSeconds() + " s at most");
    Duration abandoning = settings.faultsLimit().compareTo(ABANDONED_LIFE) > 0
        ? settings.faultsLimit().minus(ABANDONED_LIFE)
        : Duration.ZERO;
    if (!Wait.until(abandoning, weather::isOver)) load.endAbandoning();
    Wait.until(settings.faultsLimit().minus(abandoning), weather::isOver);
    weather.close();
    load.endAbandoning();
    scene.calm();
  }

  /** Until every message has ended and every hook has heard, or the limit. */
  private static boolean settle(Collector collector, Hooks hooks) {
    return Wait.until(SETTLE_LIMIT, () -> {
      Wait.pause(SETTLE_LOOK);
      return collector.changes().values().stream().allMatch(changes -> changes.stream().anyMatch(Change::isEnd))
          && collector.hooksFailed().size() + taken(hooks).size() >= collector.hooked().size();
    });
  }

  private static Set<String> taken(Hooks hooks) {
    return hooks.calls().stream().filter(HookCall::taken).map(HookCall::eventId).collect(Collectors.toSet());
  }

  private Result judge(Site site, Load load, Hooks hooks, Probe probe, Collector collector,
      Set<String> poison, List<String> notes) {
    say("reading topics from the first record");
    Map<Long, List<Change>> changes = collector.changes();
    List<Ordered> orders = collector.orders();
    // Whoever asked, even if nothing of it is in the log.
    Set<String> phones = Stream.concat(orders.stream().map(Ordered::phone),
        load.journal().calls().stream().map(Call::phone)).collect(Collectors.toSet());
    var arrivals = collector.arrivals(phones, Person::code);
    Set<String> hooked = collector.hooked();
    Set<String> failed = collector.hooksFailed();
    Set<String> buried = collector.buried();
    site.stopServices();
    say("comparing stores with their changelogs");
    List<StateCopy> copies = StateCopies.compare(site, collector.topics());
    site.close();
    say("searching files for codes and numbers");
    var codes = orders.stream().map(Ordered::code).filter(code -> !code.isEmpty()).collect(Collectors.toSet());
    var clear = new ClearText(codes, Person.CODE_LENGTH, phones, changes.keySet());
    clear.search(settings.folder());
    var evidence = new Evidence(load.journal().calls(), changes, orders, arrivals, hooked, hooks.calls(), failed,
        log.landed(), poison, buried, copies, Site.PARTITIONS, clear.bytes(), clear.leaks());
    if (load.broken() > 0) notes.add(load.broken() + " stories broke off by a fault of this program");
    if (hooks.unsigned() > 0) notes.add(hooks.unsigned() + " calls of hooks had a wrong signature");
    return new Result(settings.name(), settings.seed(), settings.faultsLimit().toSeconds(), settings.brokers(),
        Machine.here(),
        kinds(), killsInFlight(), load.stories(), load.withoutCode(), Figures.of(evidence),
        Outages.of(log.landed(), probe),
        Promise.ALL.stream().map(promise -> promise.judge(evidence)).toList(), load.journal().answers(), notes);
  }

  private Map<String, Long> kinds() {
    return log.landed().stream().collect(Collectors.groupingBy(Landed::kind, TreeMap::new, Collectors.counting()));
  }

  private Map<String, Long> killsInFlight() {
    return log.landed().stream().filter(fault -> fault.killed() && fault.callsInFlight() > 0)
        .collect(Collectors.groupingBy(fault -> fault.role().word(), TreeMap::new, Collectors.counting()));
  }

  private static void say(Landed fault) {
    say(fault.kind() + " (" + fault.target() + "), " + fault.callsInFlight() + " calls in flight"
        + (fault.insideTransaction() ? ", inside a transaction" : ""));
  }

  private static void say(String what) {
    System.err.printf(Locale.ROOT, "%5.1f s  %s%n", (System.nanoTime() - BEGUN_NS) / 1e9, what);
  }

  /**
   * How to run.
   *
   * @param name    what to call the run, such as the command that makes it again
   * @param folder  where topics, stores and logs are kept
   * @param faults  in this order
   * @param faultsLimit how long faults land, if they are not over before
   */
  public record Settings(String name, Path folder, long seed, int brokers, double storiesPerSecond,
      Iterator<Fault> faults, Duration faultsLimit, Duration pauseMin,
      Duration pauseMax) {}
}
