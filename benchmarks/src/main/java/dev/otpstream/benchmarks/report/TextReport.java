package dev.otpstream.benchmarks.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** A report for people. */
public final class TextReport {
  private static final double MB = 1e6;
  private static final double MICROS = 1e3;
  private static final String UNKNOWN = "-";
  private static final int NAME_WIDTH = 12;

  private final StringBuilder text = new StringBuilder();

  private TextReport() {}

  /** Some lines, each ended. */
  public static String of(Report report) {
    var lines = new TextReport();
    lines.load(report);
    lines.costs(report);
    lines.raw(report);
    if (report.generatorBound())
      lines.line("",
          "The generator itself was late or at its limit: part of these figures is its own.");
    return lines.text.toString();
  }

  private void load(Report report) {
    var recording = report.recording();
    line("scenario", report.scenario() + ", " + number(recording.window().toNanos() / 1e9, 1) + " s measured");
    line("rate", "asked " + report.rate() + "/s, reached " + number(recording.perSecond(), 1) + "/s"
        + (report.ceiling().isPresent() ? ", a closed loop " + number(report.ceiling().getAsDouble(), 1) + "/s" : ""));
    line("operations", recording.ok() + " ok, " + recording.errorCount() + " failed");
    recording.errors().forEach((kind, count) -> line("", count + " " + kind));
    line("latency", "p50 " + millis(report, 50) + ", p95 " + millis(report, 95) + ", p99 " + millis(report, 99)
        + ", max " + millis(report, 100));
    recording.stages()
        .forEach((name, latency) -> line(name, "p50 " + number(latency.getValueAtPercentile(50) / MICROS, 1)
            + " ms, p99 " + number(latency.getValueAtPercentile(99) / MICROS, 1) + " ms"));
    line("backlog", recording.backlog().atEnd() + " at the end, grew by "
        + number(recording.backlog().growthPerSecond(), 1) + "/s, "
        + (report.costs().lag().isPresent() ? report.costs().lag().getAsLong() : UNKNOWN)
        + " records yet to be read on Kafka; the rate "
        + (report.sustained() ? "holds" : "does not hold or was not asked for"));
    line("generator", "starts late by p99 " + number(report.lagMs(99), 1) + " ms, thread busy "
        + percent(report.costs().generatorBusy()) + ", " + percent(recording.heldShare())
        + " of starts waited for others to end");
  }

  private void costs(Report report) {
    var costs = report.costs();
    line("cpu per op", micros(report.cpuMicrosPerOperation()) + " platform, "
        + micros(report.cpuMicrosPerOperationDrained()) + " with what was left to do ("
        + number(costs.drain().toNanos() / 1e9, 1) + " s), " + micros(report.simulatorsMicrosPerOperation())
        + " simulated providers, " + micros(report.generatorMicrosPerOperation()) + " generator");
    line("memory", "resident " + megabytes(costs.memory().residentBytes()) + " (most "
        + megabytes(costs.memory().residentPeakBytes()) + "), heap used " + megabytes(costs.memory().heapBytes()));
    line("on Kafka", or(report.kafka().map(Report.OnKafka::recordsPerOperation), value -> number(value, 1))
        + " records, " + or(report.kafka().map(Report.OnKafka::bytesPerOperation), value -> number(value, 0))
        + " bytes per op");
  }

  private void raw(Report report) {
    report.raw().ifPresent(raw -> line("raw limit",
        or(report.rawOperationsPerSecond(), value -> number(value, 0)) + " op/s (" + number(raw.recordsPerSecond(), 0)
            + " records/s of " + raw.recordBytes() + " bytes), " + micros(report.rawMicrosPerOperation())
            + " per op; reached " + or(report.shareOfRaw(), TextReport::percent) + " of it"));
  }

  private void line(String name, String value) {
    text.append(name).repeat(' ', NAME_WIDTH - name.length()).append(value).append('\n');
  }

  private static String millis(Report report, double percentile) {
    return or(report.latencyMs(percentile), ms -> number(ms, 1) + " ms");
  }

  private static String micros(Optional<Double> value) {
    return or(value, micros -> number(micros, 0) + " us");
  }

  private static String megabytes(OptionalDouble bytes) {
    return bytes.isPresent() ? number(bytes.getAsDouble() / MB, 0) + " MB" : UNKNOWN;
  }

  private static String percent(double share) {
    return number(share * 100, 1) + " %";
  }

  private static String or(Optional<Double> value, DoubleFunction<String> written) {
    return value.isPresent() ? written.apply(value.get()) : UNKNOWN;
  }

  private static String number(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }
}
