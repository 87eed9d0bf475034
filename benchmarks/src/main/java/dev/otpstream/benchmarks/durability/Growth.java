package dev.otpstream.benchmarks.durability;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.otpstream.benchmarks.report.CurvePlot;
import dev.otpstream.benchmarks.report.CurvePlot.Curve;
import dev.otpstream.benchmarks.report.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** How the platform behaves as it grows, along four axes. */
record Growth(List<Point> byCodes, List<Point> byThreads, List<Point> byPartitions, List<Point> byBrokers) {
  private static final double PER = 100_000;

  /** Cost of a lifecycle with the most live codes, as a multiple of that with the fewest. */
  double costRatio() {
    return byCodes.getLast().cpuMicros() / byCodes.getFirst().cpuMicros();
  }

  private Figures summary() {
    Point fewest = byCodes.getFirst();
    Point most = byCodes.getLast();
    double more = most.codes() - fewest.codes();
    var figures = new Figures("growth").put("codes_max", (double) most.codes());
    if (more == 0) return figures;
    return figures.put("cost_ratio", costRatio())
        .put("disk_bytes_per_code", (most.stateBytes() - fewest.stateBytes()) / more)
        .put("memory_bytes_per_code", (most.engineBytes() - fewest.engineBytes()) / more)
        .put("restore_s_per_100000",
            (most.restoreSeconds().orElseThrow() - fewest.restoreSeconds().orElseThrow()) / more * PER);
  }

  private List<Point> all() {
    return Stream.of(byCodes, byThreads, byPartitions, byBrokers).flatMap(List::stream).distinct().toList();
  }

  /** One line of JSON: the summary, and every point. */
  String json() {
    var object = summary().toNode();
    ArrayNode points = JsonNodeFactory.instance.arrayNode();
    all().forEach(point -> points.add(point.figures().toNode()));
    object.set("points", points);
    return object + "\n";
  }

  String text() {
    var text = new StringBuilder(summary().text());
    all().forEach(point -> text.append('\n').append(point.figures().text()));
    return text.toString();
  }

  /** Draws the curves that have more than one point as SVG files. */
  void draw(Path folder) {
    try {
      Files.createDirectories(folder);
      draw(folder, "growth-codes", "live codes", byCodes, Point::codes, true);
      draw(folder, "growth-threads", "engine threads", byThreads, Point::threads, false);
      draw(folder, "growth-partitions", "partitions", byPartitions, Point::partitions, false);
      draw(folder, "growth-brokers", "brokers", byBrokers, Point::brokers, false);
      if (byCodes.size() < 2) return;
      Files.writeString(folder.resolve("growth-state.svg"), CurvePlot.of("live codes", true, List.of(
          curve("state, MB", byCodes, Point::codes, point -> point.stateBytes() / 1e6),
          curve("engine's memory, MB", byCodes, Point::codes, point -> point.engineBytes() / 1e6))));
      Files.writeString(folder.resolve("growth-restore.svg"), CurvePlot.of("live codes", true, List
          .of(curve("kill to answer, s", byCodes, Point::codes, point -> point.restoreSeconds().orElse(Double.NaN)))));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the pictures", e);
    }
  }

  private static void draw(Path folder, String name, String axis, List<Point> points, ToDoubleFunction<Point> x,
      boolean logarithmic) throws IOException {
    if (points.size() < 2) return;
    Files.writeString(folder.resolve(name + ".svg"), CurvePlot.of(axis, logarithmic,
        List.of(curve("µs of processor time a lifecycle", points, x, Point::cpuMicros),
            curve("p50, ms", points, x, point -> point.lifecycles().latencyMs(50).orElse(Double.NaN)),
            curve("p99, ms", points, x, point -> point.lifecycles().latencyMs(99).orElse(Double.NaN)))));
  }

  private static Curve curve(String name, List<Point> points, ToDoubleFunction<Point> x, ToDoubleFunction<Point> y) {
    return new Curve(name,
        points.stream().map(point -> new CurvePlot.Dot(x.applyAsDouble(point), y.applyAsDouble(point))).toList());
  }
}
