package dev.otpstream.chaos.load;

import dev.otpstream.chaos.processes.Site;
import dev.otpstream.chaos.processes.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Tells stories at a steady pace, whether or not the platform keeps up. */
public final class Load implements AutoCloseable {
  /** More stories than this at once are not begun: the platform is away, and memory is not endless. */
  private static final int OPEN_MAX = 1_500;
  private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(1);
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final Http http = new Http();
  private final CallJournal journal = new CallJournal();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger withoutCode = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicLong told = new AtomicLong();
  private final Site site;
  private final List<Tenant> tenants;
  private final Hooks hooks;
  private final long seed;
  private volatile boolean stopped;
  private volatile boolean abandoning = true;
  private Thread pacing;
  private Thread operating;

  public Load(Site site, List<Tenant> tenants, Hooks hooks, long seed) {
    this.site = site;
    this.tenants = tenants;
    this.hooks = hooks;
    this.seed = seed;
  }

  /** Begins so many stories a second, until {@link #stop}. */
  public void start(double storiesPerSecond) {
    Duration between = Duration.ofNanos((long) (1_000_000_000 / storiesPerSecond));
    operating = Thread.ofPlatform().name("operator").daemon().start(this::operate);
    pacing = Thread.ofPlatform().name("load").daemon().start(() -> {
      long next = System.nanoTime();
      while (!stopped) {
        if (open.get() < OPEN_MAX) begin(told.getAndIncrement());
        next = Math.max(next + between.toNanos(), System.nanoTime() - between.toNanos());
        Wait.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      }
    });
  }

  /** Changes an account now and then, as operators do; it stays what it was. */
  private void operate() {
    for (int turn = 0; !stopped; turn++) {
      Tenant tenant = tenants.get(turn % tenants.size());
      var _ = http.patch(site.urls().get(turn % site.urls().size()).resolve("/admin/v1/accounts/" + tenant.accountId()),
          Site.ADMIN_TOKEN, Map.of("name", "Tenant after change " + turn));
      Wait.pause(BETWEEN_CHANGES);
    }
  }

  private void begin(long number) {
    Story story = abandoning ? Story.of(seed, number) : Story.of(seed, number).remembering();
    Tenant tenant = tenants.get((int) (number % tenants.size()));
    var person = new Person(story, tenant, new Caller(http, site.urls(), journal), site.simulators(),
        hooks.url(tenant));
    open.incrementAndGet();
    people.execute(() -> {
      try {
        if (!person.live()) withoutCode.incrementAndGet();
      } catch (RuntimeException e) {
        if (broken.getAndIncrement() == 0) e.printStackTrace();
      } finally {
        open.decrementAndGet();
      }
    });
  }

  /** From now on nobody leaves a code to expire: a run waits for its last code's end. */
  public void endAbandoning() {
    abandoning = false;
  }

  /** Begins no more stories, and waits until those that are open have ended. Whether they did in time. */
  public boolean stop(Duration limit) {
    stopped = true;
    return Wait.until(limit, () -> !pacing.isAlive() && !operating.isAlive() && open.get() == 0);
  }

  public CallJournal journal() {
    return journal;
  }

  /** Stories begun. */
  public long stories() {
    return told.get();
  }

  /** Stories whose phone never got a code. */
  public int withoutCode() {
    return withoutCode.get();
  }

  /** Stories that broke off by a fault of this program. */
  public int broken() {
    return broken.get();
  }

  @Override public void close() {
    stopped = true;
    http.close();
    people.shutdownNow();
  }
}
