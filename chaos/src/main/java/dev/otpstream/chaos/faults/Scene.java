package dev.otpstream.chaos.faults;

import dev.otpstream.chaos.evidence.Landed;
import dev.otpstream.chaos.load.CallJournal;
import dev.otpstream.chaos.load.Hooks;
import dev.otpstream.chaos.processes.Role;
import dev.otpstream.chaos.processes.Seat;
import dev.otpstream.chaos.processes.Site;
import dev.otpstream.chaos.processes.Transactions;
import dev.otpstream.chaos.processes.Wait;
import dev.otpstream.kit.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where faults land: the platform, those around it, and what repairs it afterwards. */
public final class Scene implements AutoCloseable {
  /** Tries to catch an engine inside a transaction before it is killed anyway. */
  private static final int AIMS_MAX = 60;
  private static final int AIM_PAUSE_MS_MAX = 12;
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration CALM_LIMIT = Duration.ofMinutes(2);
  private final Site site;
  private final Hooks hooks;
  private final CallJournal journal;
  private final Transactions transactions;
  private final FaultLog log;
  private final Random random;
  private final ScheduledThreadPoolExecutor supervisor = new ScheduledThreadPoolExecutor(3,
      Thread.ofPlatform().daemon().name("supervisor-", 0).factory());
  private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().daemon().name("watch").factory());
  private final Poisoner poisoner;

  public Scene(Site site, Hooks hooks, CallJournal journal, FaultLog log, long seed) {
    this.site = site;
    this.hooks = hooks;
    this.journal = journal;
    this.transactions = new Transactions(site.bootstrapServers());
    this.log = log;
    this.random = new Random(seed);
    this.poisoner = new Poisoner(site.bootstrapServers());
    var _ = watch.scheduleWithFixedDelay(this::lookAfter, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  Poisoner poisoner() {
    return poisoner;
  }

  /** Records that nobody can read, by where they are. */
  public Set<String> poison() {
    return poisoner.written();
  }

  Site site() {
    return site;
  }

  Hooks hooks() {
    return hooks;
  }

  Random random() {
    return random;
  }

  /** One of those that run; one that also serves, if there is any. */
  Optional<Seat> oneOf(Role... roles) {
    List<Seat> running = site.seats(roles).stream().filter(seat -> seat.isRunning() && !seat.isFrozen()).toList();
    List<Seat> serving = running.stream().filter(Seat::isReady).toList();
    List<Seat> candidates = serving.isEmpty() ? running : serving;
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(random.nextInt(candidates.size())));
  }

  /** An engine that decides for partitions. */
  Optional<Seat> engineAtWork() {
    return site.seats(Role.ENGINE).stream().filter(Seat::isReady).filter(seat -> transactions.partitionsOf(seat) > 0)
        .findFirst();
  }

  /** Whether nothing waits for its repair, and all that run serve. */
  boolean isQuiet() {
    return supervisor.getQueue().isEmpty()
        && site.seats().stream().filter(seat -> seat.isRunning() || seat.missed().isPresent()).allMatch(Seat::isReady);
  }

  /** kill -9; it comes back after a while, as under a supervisor. */
  void kill(String kind, Seat seat, Duration away) {
    dies(kind, seat, false);
    later(away, seat::start);
  }

  /** kill -9; who repairs it is the caller's business. */
  void dies(String kind, Seat seat, boolean aimed) {
    long atMs = System.currentTimeMillis();
    boolean inside = false;
    int partitions = 0;
    if (seat.role() == Role.ENGINE) {
      int aims = aimed ? AIMS_MAX : 1;
      for (int i = 0; i < aims && !inside; i++) {
        if (i > 0) {
          seat.thaw();
          Wait.pause(Duration.ofMillis(1 + random.nextInt(AIM_PAUSE_MS_MAX)));
        }
        atMs = System.currentTimeMillis();
        seat.freeze(); // so that what the coordinator says of it stays true until it is dead
        inside = transactions.isOpen(seat);
      }
      partitions = transactions.partitionsOf(seat);
    }
    int inFlight = journal.inFlight();
    seat.kill();
    log.add(new Landed(kind, seat.role(), seat.name(), atMs, inFlight, inside, partitions, true));
  }

  /** Writes down what was done without a death. */
  void landed(String kind, Role role, String target) {
    log.add(new Landed(kind, role, target, System.currentTimeMillis(), journal.inFlight(), false, 0, false));
  }

  boolean hasLanded(String kind) {
    return log.landed().stream().anyMatch(fault -> fault.kind().equals(kind));
  }

  /** Does something after a while, whatever lands meanwhile. */
  void later(Duration delay, Runnable repair) {
    var _ = supervisor.schedule(repair, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A time span between two others. */
  Duration between(Duration least, Duration most) {
    return least.plusMillis((long) (random.nextDouble() * most.minus(least).toMillis()));
  }

  /** Starts again who ended by itself, at a crash point or otherwise, and writes it down. */
  private void lookAfter() {
    for (Seat seat : site.seats()) {
      Seat.Ended ended = seat.missed().orElse(null);
      if (ended == null) continue;
      long atMs = System.currentTimeMillis();
      boolean planned = ended.status() == CrashPoint.EXIT_STATUS && !ended.armed().isEmpty();
      boolean inside = seat.role() == Role.ENGINE && transactions.isOpen(seat);
      log.add(new Landed(planned ? CrashPoints.kind(ended.armed()) : "ended by itself, status " + ended.status(),
          seat.role(), seat.name(), atMs, journal.inFlight(), inside, 0, planned));
      seat.start();
    }
  }

  /** No more faults: what is still to be repaired is, and all serve again. Who ends by itself is still started again. */
  public void calm() {
    supervisor.shutdown();
    try {
      supervisor.awaitTermination(CALM_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    hooks.be(Hooks.Mood.TAKES);
    Providers.ALL.forEach(provider -> Providers.well(site.simulators(), provider));
    site.heal();
  }

  @Override public void close() {
    supervisor.shutdownNow();
    watch.shutdownNow();
    poisoner.close();
    transactions.close();
  }
}
