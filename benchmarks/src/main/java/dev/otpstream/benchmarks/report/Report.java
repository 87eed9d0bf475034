package dev.otpstream.benchmarks.report;

import dev.otpstream.benchmarks.load.Pace;
import dev.otpstream.benchmarks.load.Recording;
import dev.otpstream.benchmarks.platform.Footprint;
import dev.otpstream.benchmarks.platform.RawLimit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a run found.
 *
 * @param rate    what was asked for: a number, or {@code max}
 * @param pace    what was started
 * @param ceiling with {@code max}: what a closed loop reached, operations a second
 * @param costs what the window cost
 * @param kafka what the whole load left on Kafka; empty if the brokers were not looked at
 * @param raw   the same brokers without logic; empty if not measured
 */
public record Report(String scenario, String rate, Pace pace, OptionalDouble ceiling, Recording recording, Costs costs,
    Optional<OnKafka> kafka, Optional<RawLimit> raw) {
  /** Beyond this lag of starts, in milliseconds, latencies say more of the generator than of the system. */
  private static final double LAG_MAX_MS = 5;
  /** Beyond this share of one processor the generator's thread has no time left to be on time. */
  private static final double BUSY_MAX = 0.9;
  /** Of the asked rate: a backlog that grows faster than by this share each second is growing. */
  private static final double GROWTH_MAX = 0.02;
  /** Of the asked rate: less is not reached. */
  private static final double REACHED_MIN = 0.98;

  /**
   * What the measured window cost.
   *
   * @param platformCpu   over all processes of the platform; empty if they run elsewhere
   * @param partsCpu      the same by part; empty if one process does everything
   * @param drainCpu      what they used after the window until they were quiet again
   * @param drain         how long that took
   * @param simulatorsCpu the simulated providers', if they are processes of their own
   * @param generatorCpu  the load generator's whole process
   * @param generatorBusy the share of one processor that the thread that makes the load used
   * @param lag           records that the platform had yet to read when the window closed
   */
  public record Costs(Optional<Duration> platformCpu, Map<String, Duration> partsCpu, Optional<Duration> drainCpu,
      Duration drain, Optional<Duration> simulatorsCpu, Duration generatorCpu, double generatorBusy, OptionalLong lag,
      Memory memory) {}

  /** The platform's memory when the window closed, and the most it ever had resident. */
  public record Memory(OptionalDouble residentBytes, OptionalDouble residentPeakBytes, OptionalDouble heapBytes) {}

  /**
   * Records and bytes that the load left on Kafka.
   *
   * @param operations good operations of the whole load, warm-up included
   */
  public record OnKafka(Footprint grown, long operations) {
    public double recordsPerOperation() {
      return operations == 0 ? 0 : (double) grown.records() / operations;
    }

    public double bytesPerOperation() {
      return operations == 0 ? 0 : (double) grown.bytes() / operations;
    }

    public int bytesPerRecord() {
      return grown.records() == 0 ? 0 : (int) Math.round((double) grown.bytes() / grown.records());
    }
  }

  /** The same with a raw limit. */
  public Report with(Optional<RawLimit> limit) {
    return new Report(scenario, rate, pace, ceiling, recording, costs, kafka, limit);
  }

  /** Whether the rate holds: nothing failed, as much ended as was asked, and the backlog did not grow. */
  public boolean sustained() {
    if (!(pace instanceof Pace.Fixed fixed)) return false;
    return recording.errorCount() == 0 && recording.perSecond() >= REACHED_MIN * fixed.perSecond()
        && recording.backlog().growthPerSecond() <= GROWTH_MAX * fixed.perSecond();
  }

  /** Empty if no operation went well. */
  public Optional<Double> latencyMs(double percentile) {
    if (recording.latency().getTotalCount() == 0) return Optional.empty();
    return Optional.of(recording.latency().getValueAtPercentile(percentile) / 1e3);
  }

  public double lagMs(double percentile) {
    return recording.lag().getValueAtPercentile(percentile) / 1e3;
  }

  /** Processor time of the platform per good operation of the window, in microseconds. */
  public Optional<Double> cpuMicrosPerOperation() {
    return costs.platformCpu().flatMap(this::perOperation);
  }

  /** The same of each part by itself; empty if one process does everything. */
  public Map<String, Double> cpuMicrosPerOperationByPart() {
    var micros = new TreeMap<String, Double>();
    costs.partsCpu().forEach((part, cpu) -> perOperation(cpu).ifPresent(each -> micros.put(part, each)));
    return micros;
  }

  /** The same with what was left to do when the window closed: work that is put off costs, too. */
  public Optional<Double> cpuMicrosPerOperationDrained() {
    return costs.platformCpu().flatMap(cpu -> costs.drainCpu().map(cpu::plus)).flatMap(this::perOperation);
  }

  public Optional<Double> simulatorsMicrosPerOperation() {
    return costs.simulatorsCpu().flatMap(this::perOperation);
  }

  public Optional<Double> generatorMicrosPerOperation() {
    return perOperation(costs.generatorCpu());
  }

  private Optional<Double> perOperation(Duration cpu) {
    long operations = recording.okEndedWithin();
    return operations == 0 ? Optional.empty() : Optional.of(cpu.toNanos() / 1e3 / operations);
  }

  /** Operations a second if each were only its records, moved by plain producers and consumers. */
  public Optional<Double> rawOperationsPerSecond() {
    return raw.flatMap(limit -> kafka.map(OnKafka::recordsPerOperation).filter(records -> records > 0)
        .map(records -> limit.recordsPerSecond() / records));
  }

  public Optional<Double> rawMicrosPerOperation() {
    return raw.flatMap(RawLimit::cpuMicrosPerRecord)
        .flatMap(micros -> kafka.map(found -> micros * found.recordsPerOperation()));
  }

  public Optional<Double> shareOfRaw() {
    return rawOperationsPerSecond().map(limit -> recording.perSecond() / limit);
  }

  /** Whether the generator was late or at its limit, so that part of the figures is its own. */
  public boolean generatorBound() {
    return lagMs(99) > LAG_MAX_MS || costs.generatorBusy() > BUSY_MAX;
  }

  /** Failed operations as a share of all that were due. */
  public double errorShare() {
    long errors = recording.errorCount();
    long all = recording.ok() + errors;
    return all == 0 ? 1 : (double) errors / all;
  }
}
