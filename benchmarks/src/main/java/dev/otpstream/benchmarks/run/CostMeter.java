package dev.otpstream.benchmarks.run;

import dev.otpstream.benchmarks.load.Watcher;
import dev.otpstream.benchmarks.platform.Lag;
import dev.otpstream.benchmarks.platform.Platform;
import dev.otpstream.benchmarks.report.Report.Costs;
import dev.otpstream.benchmarks.report.Report.Memory;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Reads what the platform and this process have used when the window opens, when it closes, and when all is done. */
final class CostMeter implements Watcher {
  private final Platform platform;
  private Reading opened;
  private Reading closed;
  private OptionalLong residentBytes = OptionalLong.empty();
  private CompletableFuture<OptionalDouble> heapBytes;
  private CompletableFuture<OptionalLong> lag;

  private record Reading(long nowNs, Duration platformCpu, Map<String, Duration> partsCpu, Duration simulatorsCpu,
      Duration generatorCpu, long threadCpuNs) {}

  CostMeter(Platform platform) {
    this.platform = platform;
  }

  @Override public void windowOpens() {
    opened = read();
  }

  @Override public void windowCloses() {
    closed = read();
    residentBytes = platform.processes().residentBytes();
    // The load's thread must not wait for an answer.
    heapBytes = CompletableFuture.supplyAsync(platform::heapBytes);
    lag = CompletableFuture.supplyAsync(() -> platform.kafka().map(Lag::total).orElse(OptionalLong.empty()));
  }

  private Reading read() {
    var parts = new TreeMap<String, Duration>();
    platform.parts().forEach((name, processes) -> parts.put(name, processes.cpu()));
    return new Reading(System.nanoTime(), platform.processes().cpu(), parts, platform.simulatorProcesses().cpu(),
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
        ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }

  /**
   * The costs of the window, once the platform is quiet again.
   *
   * @param drain how long it took to be
   */
  Costs costs(Duration drain) {
    boolean known = !platform.processes().isEmpty();
    Duration now = platform.processes().cpu();
    double busy = (double) (closed.threadCpuNs - opened.threadCpuNs) / (closed.nowNs - opened.nowNs);
    return new Costs(known ? Optional.of(closed.platformCpu.minus(opened.platformCpu)) : Optional.empty(),
        partsCpu(), known ? Optional.of(now.minus(closed.platformCpu)) : Optional.empty(), drain,
        platform.simulatorProcesses().isEmpty()
            ? Optional.empty()
            : Optional.of(closed.simulatorsCpu.minus(opened.simulatorsCpu)),
        closed.generatorCpu.minus(opened.generatorCpu), busy, lag.join(), memory());
  }

  private Map<String, Duration> partsCpu() {
    var used = new TreeMap<String, Duration>();
    closed.partsCpu
        .forEach((name, cpu) -> used.put(name, cpu.minus(opened.partsCpu.getOrDefault(name, Duration.ZERO))));
    return used;
  }

  private Memory memory() {
    return new Memory(asDouble(residentBytes), asDouble(platform.processes().residentPeakBytes()),
        heapBytes.join());
  }

  private static OptionalDouble asDouble(OptionalLong value) {
    return value.isPresent() ? OptionalDouble.of((double) value.getAsLong()) : OptionalDouble.empty();
  }
}
