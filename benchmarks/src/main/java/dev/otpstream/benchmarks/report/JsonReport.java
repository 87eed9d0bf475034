package dev.otpstream.benchmarks.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.benchmarks.load.Pace;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;

/** A report as one JSON object; the module's README explains the fields. What could not be measured is null. */
public final class JsonReport {
  private static final double MB = 1e6;
  private static final double MICROS = 1e3;
  private static final int DECIMALS = 3;

  private JsonReport() {}

  /** One line of JSON. */
  public static String of(Report report) {
    return node(report).toString();
  }

  /** The same to be taken apart. */
  public static ObjectNode node(Report report) {
    var recording = report.recording();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("scenario", report.scenario());
    if (report.rate().equals("max")) {
      json.put("rate", "max");
    } else {
      json.put("rate", new BigDecimal(report.rate()));
    }
    put(json, "seconds", recording.window().toNanos() / 1e9);
    json.put("ok", recording.ok());
    json.put("errors", recording.errorCount());
    ObjectNode kinds = json.putObject("errors_by_kind");
    recording.errors().forEach(kinds::put);
    put(json, "rps", recording.perSecond());
    put(json, "asked_rps",
        report.pace() instanceof Pace.Fixed fixed ? Optional.of(fixed.perSecond()) : Optional.empty());
    put(json, "ceiling_rps",
        report.ceiling().isPresent() ? Optional.of(report.ceiling().getAsDouble()) : Optional.empty());
    json.put("sustained", report.sustained());
    put(json, "p50_ms", report.latencyMs(50));
    put(json, "p95_ms", report.latencyMs(95));
    put(json, "p99_ms", report.latencyMs(99));
    put(json, "max_ms", report.latencyMs(100));
    recording.stages().forEach((name, latency) -> {
      put(json, name + "_p50_ms", latency.getValueAtPercentile(50) / MICROS);
      put(json, name + "_p99_ms", latency.getValueAtPercentile(99) / MICROS);
    });
    json.put("backlog_end", recording.backlog().atEnd());
    put(json, "lag_end", report.costs().lag().isPresent()
        ? Optional.of((double) report.costs().lag().getAsLong())
        : Optional.empty());
    put(json, "backlog_growth_per_s", recording.backlog().growthPerSecond());
    put(json, "cpu_us_per_op", report.cpuMicrosPerOperation());
    put(json, "cpu_us_per_op_drained", report.cpuMicrosPerOperationDrained());
    put(json, "drain_s", report.costs().drain().toNanos() / 1e9);
    put(json, "simulators_cpu_us_per_op", report.simulatorsMicrosPerOperation());
    put(json, "generator_cpu_us_per_op", report.generatorMicrosPerOperation());
    put(json, "generator_busy", report.costs().generatorBusy());
    put(json, "generator_lag_p99_ms", report.lagMs(99));
    json.put("generator_bound", report.generatorBound());
    put(json, "held_share", recording.heldShare());
    put(json, "records_per_op", report.kafka().map(Report.OnKafka::recordsPerOperation));
    put(json, "bytes_per_op", report.kafka().map(Report.OnKafka::bytesPerOperation));
    put(json, "raw_rps", report.rawOperationsPerSecond());
    put(json, "raw_records_per_s", report.raw().map(raw -> raw.recordsPerSecond()));
    put(json, "raw_record_bytes", report.raw().map(raw -> (double) raw.recordBytes()));
    put(json, "raw_cpu_us_per_op", report.rawMicrosPerOperation());
    put(json, "share_of_raw", report.shareOfRaw());
    put(json, "rss_mb", megabytes(report.costs().memory().residentBytes()));
    put(json, "rss_peak_mb", megabytes(report.costs().memory().residentPeakBytes()));
    put(json, "heap_mb", megabytes(report.costs().memory().heapBytes()));
    return json;
  }

  private static Optional<Double> megabytes(OptionalDouble bytes) {
    return bytes.isPresent() ? Optional.of(bytes.getAsDouble() / MB) : Optional.empty();
  }

  private static void put(ObjectNode json, String name, Optional<Double> value) {
    if (value.isPresent()) {
      put(json, name, value.get());
    } else {
      json.putNull(name);
    }
  }

  private static void put(ObjectNode json, String name, double value) {
    json.put(name, BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP));
  }
}
