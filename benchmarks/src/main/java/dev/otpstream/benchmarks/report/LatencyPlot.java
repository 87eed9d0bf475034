package dev.otpstream.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Latencies as a picture: left over percentiles, right over time. SVG 1.1, nothing loaded from elsewhere. */
public final class LatencyPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 380;
  private static final int TOP = 60;
  private static final int BOTTOM = 320;
  private static final int LEFT_FROM = 70;
  private static final int LEFT_TO = 480;
  private static final int RIGHT_FROM = 560;
  private static final int RIGHT_TO = 970;
  private static final int GRID_LINES = 5;
  private static final int LABEL_WIDTH = 45;
  /** Each step to the right is ten times rarer. */
  private static final List<Double> PERCENTILES = List.of(0.0, 90.0, 99.0, 99.9, 99.99);
  private static final int STEPS_PER_DECADE = 20;
  private static final List<Line> LINES = List.of(new Line("p50", "#2a9d8f", histogram -> percentile(histogram, 50)),
      new Line("p99", "#e76f51", histogram -> percentile(histogram, 99)),
      new Line("max", "#9a9a9a", histogram -> histogram.getMaxValue() / 1e3));

  private static final MathContext DIGITS = new MathContext(4);

  private record Line(String name, String color, ToDoubleFunction<Histogram> ms) {}

  private final StringBuilder svg = new StringBuilder();
  private final Report report;

  private LatencyPlot(Report report) {
    this.report = report;
  }

  /** A whole SVG document. */
  public static String of(Report report) {
    return new LatencyPlot(report).draw();
  }

  private String draw() {
    add("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + WIDTH + " " + HEIGHT
        + "' font-family='sans-serif' font-size='12'>");
    add("<rect width='" + WIDTH + "' height='" + HEIGHT + "' fill='#ffffff'/>");
    text(LEFT_FROM, 28, "start", report.scenario() + ", asked " + report.rate() + "/s, reached "
        + Math.round(report.recording().perSecond()) + "/s, " + report.recording().ok() + " ok, "
        + report.recording().errorCount() + " failed");
    byPercentile();
    overTime();
    add("</svg>");
    return svg.toString();
  }

  private void byPercentile() {
    Histogram all = report.recording().latency();
    double maxMs = niceMax(percentile(all, PERCENTILES.getLast()));
    axes(LEFT_FROM, LEFT_TO, maxMs, "percentile");
    int decades = PERCENTILES.size() - 1;
    for (int i = 0; i <= decades; i++)
      text(x(LEFT_FROM, LEFT_TO, i, decades), BOTTOM + 18, "middle",
          plain(PERCENTILES.get(i)));
    int steps = decades * STEPS_PER_DECADE;
    curve("#264653", IntStream.rangeClosed(0, steps).mapToObj(step -> {
      double rank = 100 * (1 - Math.pow(10, -(double) step / STEPS_PER_DECADE));
      return point(x(LEFT_FROM, LEFT_TO, step, steps), percentile(all, rank), maxMs);
    }));
  }

  private void overTime() {
    List<Histogram> slices = report.recording().slices();
    double maxMs = niceMax(slices.stream().mapToDouble(Histogram::getMaxValue).max().orElse(0) / 1e3);
    axes(RIGHT_FROM, RIGHT_TO, maxMs, "seconds since the window opened, by when operations were due");
    text(RIGHT_FROM, BOTTOM + 18, "middle", "0");
    text(RIGHT_TO, BOTTOM + 18, "middle", plain(slices.size() * report.recording().slice().toNanos() / 1e9));
    int labelAt = RIGHT_FROM;
    for (Line line : LINES) {
      curve(line.color(), IntStream.range(0, slices.size()).filter(i -> slices.get(i).getTotalCount() > 0)
          .mapToObj(i -> point(x(RIGHT_FROM, RIGHT_TO, i + 0.5, slices.size()), line.ms().applyAsDouble(slices.get(i)),
              maxMs)));
      add("<text x='" + labelAt + "' y='" + (TOP - 10) + "' fill='" + line.color() + "'>" + line.name() + "</text>");
      labelAt += LABEL_WIDTH;
    }
  }

  private void axes(int from, int to, double maxMs, String title) {
    for (int i = 0; i <= GRID_LINES; i++) {
      double y = y(maxMs * i / GRID_LINES, maxMs);
      add("<line x1='" + from + "' y1='" + plain(y) + "' x2='" + to + "' y2='" + plain(y) + "' stroke='#dddddd'/>");
      text(from - 6, y + 4, "end", plain(maxMs * i / GRID_LINES));
    }
    text(from - 6, TOP - 10, "end", "ms");
    text((from + to) / 2.0, BOTTOM + 42, "middle", title);
  }

  private void curve(String color, Stream<String> points) {
    add("<polyline fill='none' stroke='" + color + "' stroke-width='1.5' points='"
        + points.collect(Collectors.joining(" ")) + "'/>");
  }

  private void text(double x, double y, String anchor, String words) {
    add("<text x='" + plain(x) + "' y='" + plain(y) + "' text-anchor='" + anchor + "' fill='#333333'>" + words
        + "</text>");
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }

  private static String point(double x, double ms, double maxMs) {
    return plain(x) + "," + plain(y(Math.min(ms, maxMs), maxMs));
  }

  private static double x(int from, int to, double at, double of) {
    return from + (to - from) * at / of;
  }

  private static double y(double ms, double maxMs) {
    return BOTTOM - (BOTTOM - TOP) * ms / maxMs;
  }

  /** The next 1, 2 or 5 of a power of ten. */
  static double niceMax(double value) {
    if (value <= 0) return 1;
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (int factor : List.of(1, 2, 5)) {
      if (value <= factor * power) return factor * power;
    }
    return 10 * power;
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  private static double percentile(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e3;
  }
}
