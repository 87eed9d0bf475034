package dev.otpstream.kit.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The numbers of a process. Of the thousands that Kafka's clients offer only a chosen few are kept: each of theirs takes
 * a lock of the thread that works when it is read, and those of the state stores ask RocksDB, so that reading them all
 * takes longest just when the process is busiest.
 */
public final class Meters {
  /** Kafka's numbers that tell something no number of ours does; each once a client or a stream thread. */
  private static final Set<String> KAFKA = Set.of(
      "kafka.consumer.coordinator.assigned.partitions", "kafka.consumer.coordinator.rebalance.total",
      "kafka.consumer.coordinator.failed.rebalance.total", "kafka.consumer.coordinator.commit.latency.avg",
      "kafka.consumer.fetch.manager.fetch.latency.avg", "kafka.consumer.fetch.manager.fetch.throttle.time.avg",
      "kafka.consumer.time.between.poll.max", "kafka.consumer.connection.count",
      "kafka.producer.record.send.total", "kafka.producer.record.error.total", "kafka.producer.record.retry.total",
      "kafka.producer.request.latency.avg", "kafka.producer.record.queue.time.avg",
      "kafka.producer.buffer.available.bytes", "kafka.producer.connection.count",
      "kafka.stream.alive.stream.threads", "kafka.stream.failed.stream.threads",
      "kafka.stream.failed.stream.threads.total",
      "kafka.stream.thread.process.ratio", "kafka.stream.thread.commit.ratio", "kafka.stream.thread.poll.ratio",
      "kafka.stream.thread.punctuate.ratio", "kafka.stream.thread.process.latency.avg",
      "kafka.stream.thread.commit.latency.avg", "kafka.stream.thread.commit.latency.max",
      "kafka.stream.thread.process.total", "kafka.stream.thread.commit.total",
      "kafka.stream.state.updater.active.restoring.tasks", "kafka.stream.state.updater.standby.updating.tasks",
      "kafka.stream.state.updater.restore.records.rate");
  /** Tags that multiply with partitions, brokers or stores. */
  private static final Set<String> TOO_FINE = Set.of("partition", "node.id", "task.id", "topic", "processor.node.id");
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final int RESIDENT = 1;
  private static final long PAGE_BYTES = 4096;

  private Meters() {}

  /** An empty registry that takes what is worth its price. */
  public static PrometheusMeterRegistry registry() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new MeterFilter() {
      @Override public MeterFilterReply accept(Meter.Id id) {
        return !id.getName().startsWith("kafka.") || isKept(id) ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
      }

      @Override public Meter.Id map(Meter.Id id) {
        return id.getName().startsWith("kafka.") ? id.replaceTags(withoutVersion(id)) : id;
      }
    });
    return registry;
  }

  private static boolean isKept(Meter.Id id) {
    return KAFKA.contains(id.getName()) && id.getTags().stream().noneMatch(tag -> TOO_FINE.contains(tag.getKey()));
  }

  private static List<Tag> withoutVersion(Meter.Id id) {
    return id.getTags().stream().filter(tag -> !tag.getKey().equals("kafka.version")).toList();
  }

  /** Adds what is to be known of the process itself: memory, collections, threads, processor, files. */
  public static void addProcess(PrometheusMeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    @SuppressWarnings("resource") // lives as long as the process
    var gc = new JvmGcMetrics();
    gc.bindTo(registry);
    if (Files.isReadable(STATM))
      Gauge.builder("process.resident.memory.bytes", Meters::residentBytes)
          .description("Memory of the process as the kernel counts it").register(registry);
  }

  private static double residentBytes() {
    try {
      return (double) Long.parseLong(Files.readString(STATM).split(" ", -1)[RESIDENT]) * PAGE_BYTES;
    } catch (IOException | NumberFormatException e) {
      return Double.NaN;
    }
  }
}
