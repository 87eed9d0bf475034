package dev.otpstream.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Some curves over one axis, each in a panel of its own with a scale from zero. SVG 1.1, nothing loaded from elsewhere. */
public final class CurvePlot {
  private static final int PANEL_WIDTH = 330;
  private static final int HEIGHT = 260;
  private static final int TOP = 40;
  private static final int BOTTOM = 205;
  private static final int LEFT = 60;
  private static final int RIGHT = 310;
  private static final int GRID_LINES = 4;
  private static final MathContext DIGITS = new MathContext(4);

  private final StringBuilder svg = new StringBuilder();
  private final String axis;
  private final boolean logarithmic;

  /** What was measured at one place. */
  public record Dot(double x, double y) {}

  /** What belongs together; dots that are no number are left out. */
  public record Curve(String name, List<Dot> dots) {
    public Curve {
      dots = dots.stream().filter(dot -> Double.isFinite(dot.y())).toList();
    }
  }

  private CurvePlot(String axis, boolean logarithmic) {
    this.axis = axis;
    this.logarithmic = logarithmic;
  }

  /**
   * A whole SVG document.
   *
   * @param axis        what the curves run over
   * @param logarithmic whether each step to the right is a multiple
   */
  public static String of(String axis, boolean logarithmic, List<Curve> curves) {
    return new CurvePlot(axis, logarithmic).draw(curves);
  }

  private String draw(List<Curve> curves) {
    add("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + PANEL_WIDTH * curves.size() + " " + HEIGHT
        + "' font-family='sans-serif' font-size='12'>");
    add("<rect width='" + PANEL_WIDTH * curves.size() + "' height='" + HEIGHT + "' fill='#ffffff'/>");
    for (int i = 0; i < curves.size(); i++)
      panel(curves.get(i), i * PANEL_WIDTH);
    add("</svg>");
    return svg.toString();
  }

  private void panel(Curve curve, int from) {
    text(from + LEFT, TOP - 16, "start", curve.name());
    text(from + (LEFT + RIGHT) / 2.0, BOTTOM + 40, "middle", axis);
    double max = LatencyPlot.niceMax(curve.dots().stream().mapToDouble(Dot::y).max().orElse(1));
    for (int i = 0; i <= GRID_LINES; i++) {
      double y = BOTTOM - (BOTTOM - TOP) * (double) i / GRID_LINES;
      add("<line x1='" + (from + LEFT) + "' y1='" + plain(y) + "' x2='" + (from + RIGHT) + "' y2='" + plain(y)
          + "' stroke='#dddddd'/>");
      text(from + LEFT - 6, y + 4, "end", plain(max * i / GRID_LINES));
    }
    double low = curve.dots().stream().mapToDouble(dot -> scaled(dot.x())).min().orElse(0);
    double high = curve.dots().stream().mapToDouble(dot -> scaled(dot.x())).max().orElse(1);
    List<Dot> places = curve.dots().stream().map(dot -> new Dot(
        from + LEFT + (RIGHT - LEFT) * (high == low ? 0.5 : (scaled(dot.x()) - low) / (high - low)),
        BOTTOM - (BOTTOM - TOP) * dot.y() / max)).toList();
    add("<polyline fill='none' stroke='#264653' stroke-width='1.5' points='" + points(places.stream()) + "'/>");
    for (int i = 0; i < places.size(); i++) {
      Dot place = places.get(i);
      add("<circle cx='" + plain(place.x()) + "' cy='" + plain(place.y()) + "' r='3' fill='#e76f51'/>");
      text(place.x(), BOTTOM + 18, "middle", plain(curve.dots().get(i).x()));
    }
  }

  private double scaled(double x) {
    return logarithmic ? Math.log10(x) : x;
  }

  private static String points(Stream<Dot> places) {
    return places.map(place -> plain(place.x()) + "," + plain(place.y())).collect(Collectors.joining(" "));
  }

  private void text(double x, double y, String anchor, String words) {
    add("<text x='" + plain(x) + "' y='" + plain(y) + "' text-anchor='" + anchor + "' fill='#333333'>" + words
        + "</text>");
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
