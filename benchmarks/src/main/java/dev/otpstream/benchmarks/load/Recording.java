package dev.otpstream.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a load saw. Operations count if they were due within the window; latency runs from the moment they were due, so
 * that waiting behind a slow system is part of it. Failed operations are counted, their latencies are not.
 */
public final class Recording {
  private static final int DIGITS = 3;
  private static final int SLICES_MAX = 300;
  private static final int KINDS_MAX = 50;
  private static final int STAGES_MAX = 20;
  private static final long NS_PER_US = 1_000;

  private final long opensNs;
  private final long sliceNs;
  private final Histogram latency = new Histogram(DIGITS);
  private final Histogram lag = new Histogram(DIGITS);
  private final List<Histogram> slices = new ArrayList<>();
  private final SortedMap<String, Long> errors = new TreeMap<>();
  private final Map<String, Histogram> stages = new LinkedHashMap<>();
  private final Backlog backlog = new Backlog();
  private long closesNs;
  private long ok;
  private long okEndedWithin;
  private long okEver;
  private long started;
  private long held;

  Recording(long opensNs, long closesNs) {
    this.opensNs = opensNs;
    this.closesNs = closesNs;
    this.sliceNs = Math.max(Duration.ofSeconds(1).toNanos(), (closesNs - opensNs) / SLICES_MAX);
  }

  boolean counts(long dueNs) {
    return dueNs >= opensNs && dueNs < closesNs;
  }

  /** The scenario has nothing left: the window ends early. */
  void closeAt(long nowNs) {
    closesNs = Math.clamp(nowNs, opensNs, closesNs);
  }

  /** A start was made, this late by the load's own fault. */
  void startedLate(long dueNs, long lagNs) {
    if (!counts(dueNs)) return;
    started++;
    lag.recordValue(lagNs / NS_PER_US);
  }

  /** A start was made late because too much was in flight. */
  void startedAfterHold(long dueNs) {
    if (!counts(dueNs)) return;
    started++;
    held++;
  }

  void ended(long dueNs, long nowNs, Outcome outcome) {
    okEver += outcome.ok();
    if (nowNs >= opensNs && nowNs < closesNs) okEndedWithin += outcome.ok();
    if (!counts(dueNs)) return;
    failed(outcome.problem(), outcome.failed());
    if (outcome.ok() == 0) return;
    ok += outcome.ok();
    long us = (nowNs - dueNs) / NS_PER_US;
    latency.recordValueWithCount(us, outcome.ok());
    slice((int) ((dueNs - opensNs) / sliceNs)).recordValueWithCount(us, outcome.ok());
  }

  void failed(String problem, long operations) {
    if (operations == 0) return;
    boolean room = errors.size() < KINDS_MAX || errors.containsKey(problem);
    errors.merge(room ? problem : "other", operations, Long::sum);
  }

  void stage(String name, long dueNs, long atNs) {
    if (!counts(dueNs)) return;
    if (stages.size() == STAGES_MAX && !stages.containsKey(name)) throw new IllegalArgumentException("too many stages");
    stages.computeIfAbsent(name, _ -> new Histogram(DIGITS)).recordValue(Math.max(0, atNs - dueNs) / NS_PER_US);
  }

  private Histogram slice(int number) {
    while (slices.size() <= number)
      slices.add(new Histogram(2));
    return slices.get(number);
  }

  /** How long the window was. */
  public Duration window() {
    return Duration.ofNanos(closesNs - opensNs);
  }

  public long ok() {
    return ok;
  }

  /** Failed operations by kind. */
  public SortedMap<String, Long> errors() {
    return new TreeMap<>(errors);
  }

  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Good operations that ended within the window, whenever they were due: what the system carried in that time. */
  public long okEndedWithin() {
    return okEndedWithin;
  }

  /** Good operations of the whole load, warm-up included. */
  public long okEver() {
    return okEver;
  }

  /** Good operations that ended within the window, a second. */
  public double perSecond() {
    return closesNs == opensNs ? 0 : okEndedWithin / (window().toNanos() / 1e9);
  }

  /** Latencies of good operations in microseconds; of a batch, once an item. */
  public Histogram latency() {
    return latency;
  }

  /** Latencies in microseconds of the stages of a chain, in the order in which they were first reached. */
  public Map<String, Histogram> stages() {
    return Collections.unmodifiableMap(stages);
  }

  /** What was due and not done, over the window. */
  public Backlog backlog() {
    return backlog;
  }

  /** Latencies slice by slice, by when operations were due. */
  public List<Histogram> slices() {
    return List.copyOf(slices);
  }

  public Duration slice() {
    return Duration.ofNanos(sliceNs);
  }

  /** How late starts were, in microseconds, by the generator's own fault: if this is much, it measured itself. */
  public Histogram lag() {
    return lag;
  }

  /** The share of starts that waited because as much was in flight as may be. */
  public double heldShare() {
    return started == 0 ? 0 : (double) held / started;
  }
}
