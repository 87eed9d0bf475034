package dev.otpstream.benchmarks.load;

import java.util.function.LongSupplier;

/** Drives a scenario by a plan: one thread that starts what is due, delivers replies, and records. */
public final class Load {
  /** Often enough to see that a window opens or closes. */
  private static final long POLL_MAX_NS = 20_000_000;

  private final Transport transport;
  private final LongSupplier clockNs;
  private final Scenario scenario;
  private final Plan plan;
  private final Watcher watcher;
  private final long beginsNs;
  private final long opensNs;
  private final long closesNs;
  private final Recording recording;
  private long starts;
  private long inFlight;
  private long measuredInFlight;
  private long fullAtNs = Long.MIN_VALUE;
  private boolean exhausted;
  private boolean over;
  private boolean opened;
  private boolean closed;
  private long closedNs;

  private Load(Transport transport, LongSupplier clockNs, Scenario scenario, Plan plan, Watcher watcher) {
    this.transport = transport;
    this.clockNs = clockNs;
    this.scenario = scenario;
    this.plan = plan;
    this.watcher = watcher;
    beginsNs = clockNs.getAsLong();
    opensNs = beginsNs + plan.warmup().toNanos();
    closesNs = opensNs + plan.measured().toNanos();
    recording = new Recording(opensNs, closesNs);
  }

  /**
   * Runs a load to its end.
   *
   * @param clockNs what time it is, as {@link System#nanoTime}
   */
  public static Recording run(Transport transport, LongSupplier clockNs, Scenario scenario, Plan plan,
      Watcher watcher) {
    return new Load(transport, clockNs, scenario, plan, watcher).run();
  }

  private Recording run() {
    while (true) {
      long nowNs = clockNs.getAsLong();
      watch(nowNs);
      scenario.turn(nowNs);
      boolean late = nowNs >= givesUpNs();
      if (!late) startDue(nowNs);
      if (late || (allStarted() && inFlight == 0)) break;
      transport.poll(waitNs(clockNs.getAsLong()));
    }
    over = true;
    recording.failed("not started in time", neverStarted() * scenario.operationsPerStart());
    recording.failed("not ended in time", measuredInFlight * scenario.operationsPerStart());
    if (!closed) close(clockNs.getAsLong());
    return recording;
  }

  private void watch(long nowNs) {
    if (!opened && nowNs >= opensNs) {
      opened = true;
      watcher.windowOpens();
    }
    if (opened && !closed && recording.backlog().due(nowNs)) recording.backlog().look(nowNs, waiting(nowNs));
    if (opened && !closed && nowNs >= closesNs) close(nowNs);
  }

  /** Operations that were due and are not done; with no schedule none is due before it starts. */
  private long waiting(long nowNs) {
    long notStarted = plan.pace() instanceof Pace.Fixed fixed && !exhausted
        ? fixed.dueCount(Math.min(nowNs, closesNs) - beginsNs, scenario.operationsPerStart()) - starts
        : 0;
    return (inFlight + Math.max(0, notStarted)) * scenario.operationsPerStart();
  }

  private void close(long nowNs) {
    if (!opened) watcher.windowOpens();
    opened = true;
    closed = true;
    closedNs = nowNs;
    recording.closeAt(nowNs);
    watcher.windowCloses();
  }

  private void startDue(long nowNs) {
    while (!allStarted() && inFlight < plan.inFlightMax()) {
      long dueNs = dueNs(nowNs);
      if (dueNs > nowNs || dueNs >= closesNs) return;
      boolean measured = recording.counts(dueNs); // as of now: the window may yet end before its time
      if (!scenario.start(transport, new Start(dueNs, measured))) {
        exhausted = true;
        if (!closed) close(nowNs);
        return;
      }
      starts++;
      inFlight++;
      if (measured) measuredInFlight++;
      if (fullAtNs >= dueNs) {
        recording.startedAfterHold(dueNs);
      } else {
        recording.startedLate(dueNs, nowNs - dueNs);
      }
    }
    if (inFlight >= plan.inFlightMax()) fullAtNs = nowNs;
  }

  private final class Start implements Completion {
    private final long dueNs;
    private final boolean measured;

    Start(long dueNs, boolean measured) {
      this.dueNs = dueNs;
      this.measured = measured;
    }

    @Override public void report(Outcome outcome) {
      ended(dueNs, measured, outcome);
    }

    @Override public void stage(String name, long atNs) {
      if (!over) recording.stage(name, dueNs, atNs);
    }
  }

  private void ended(long dueNs, boolean measured, Outcome outcome) {
    if (over) return; // already counted as not ended
    inFlight--;
    if (measured) measuredInFlight--;
    recording.ended(dueNs, clockNs.getAsLong(), outcome);
  }

  private long dueNs(long nowNs) {
    return switch (plan.pace()) {
      case Pace.Fixed fixed -> beginsNs + fixed.dueNs(starts, scenario.operationsPerStart());
      case Pace.Saturated _ -> nowNs;
    };
  }

  private boolean allStarted() {
    return exhausted || dueNs(clockNs.getAsLong()) >= closesNs;
  }

  private long givesUpNs() {
    return (closed ? closedNs : closesNs) + plan.patience().toNanos();
  }

  private long waitNs(long nowNs) {
    if (allStarted() || inFlight >= plan.inFlightMax()) return POLL_MAX_NS;
    return Math.min(dueNs(nowNs) - nowNs, POLL_MAX_NS);
  }

  private long neverStarted() {
    if (exhausted || !(plan.pace() instanceof Pace.Fixed fixed)) return 0;
    long missing = 0;
    long n = starts;
    while (beginsNs + fixed.dueNs(n, scenario.operationsPerStart()) < opensNs)
      n++;
    while (beginsNs + fixed.dueNs(n, scenario.operationsPerStart()) < closesNs) {
      n++;
      missing++;
    }
    return missing;
  }
}
