package dev.otpstream.benchmarks.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What the same brokers carry of such records when nothing is decided about them: one plain producer that waits for all
 * replicas and one plain consumer, both in this process, on a topic of their own that is removed afterwards.
 *
 * @param recordsPerSecond   produced and consumed
 * @param cpuMicrosPerRecord of brokers and clients together; empty if the brokers run elsewhere
 * @param recordBytes        the size of a record
 */
public record RawLimit(double recordsPerSecond, Optional<Double> cpuMicrosPerRecord, int recordBytes) {
  private static final int PARTITIONS = 6;
  private static final long TIMEOUT_SECONDS = 30;
  private static final long POLL_NS = 5_000_000;
  private static final Duration WARMUP = Duration.ofSeconds(2);
  /** A bound for the disk, whatever the speed. */
  private static final long BYTES_MAX = 2L << 30;

  private record Sample(long nowNs, long acknowledged, long consumed, Duration cpu) {}

  /**
   * Measures it. The platform should have nothing else to do.
   *
   * @param processes the brokers' processes
   * @throws IllegalStateException if the brokers refuse
   */
  public static RawLimit measure(String bootstrapServers, int recordBytes, Duration time, ProcessTree processes) {
    String topic = "otp-bench-raw-" + UUID.randomUUID();
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      var wanted = new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())
          .configs(Map.of("file.delete.delay.ms", "1000"));
      admin.createTopics(List.of(wanted)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      try (var traffic = new RawTraffic(bootstrapServers, topic, PARTITIONS, recordBytes)) {
        await(traffic, WARMUP);
        Sample before = sample(traffic, processes);
        await(traffic, time);
        return between(before, sample(traffic, processes), recordBytes, !processes.isEmpty());
      } finally {
        admin.deleteTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the raw limit cannot be measured", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static RawLimit between(Sample before, Sample after, int recordBytes, boolean cpuKnown) {
    long records = Math.min(after.acknowledged - before.acknowledged, after.consumed - before.consumed);
    if (records <= 0) throw new IllegalStateException("no record got through the brokers");
    double seconds = (after.nowNs - before.nowNs) / 1e9;
    double cpuMicros = after.cpu.minus(before.cpu).toNanos() / 1e3;
    return new RawLimit(records / seconds, cpuKnown ? Optional.of(cpuMicros / records) : Optional.empty(), recordBytes);
  }

  private static Sample sample(RawTraffic traffic, ProcessTree processes) {
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return new Sample(System.nanoTime(), traffic.acknowledged(), traffic.consumed(), processes.cpu().plus(own));
  }

  private static void await(RawTraffic traffic, Duration time) {
    long untilNs = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < untilNs && traffic.acknowledgedBytes() < BYTES_MAX) {
      traffic.failOnProblem();
      LockSupport.parkNanos(POLL_NS);
    }
  }
}
