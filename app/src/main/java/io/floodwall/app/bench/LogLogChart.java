package io.floodwall.app.bench;

import java.util.List;
import java.util.Locale;

/**
 * Costs over sizes, both by their logarithms, as an SVG picture that needs nothing but itself: each
 * series has its points and the power law that fits them, which is a straight line here.
 */
final class LogLogChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int LEFT = 80;
  private static final int RIGHT = 560;
  private static final int TOP = 50;
  private static final int BOTTOM = 410;
  private static final List<String> COLORS = List.of("#3b6ea5", "#b5542a", "#4b8b3b", "#7a4b9d");

  private final Decades x;
  private final Decades y;
  private final StringBuilder out = new StringBuilder();

  /** One line; the points are measured. */
  record Series(String name, List<PowerLaw.Point> points) {}

  /** The whole powers of ten around some values. */
  private record Decades(int low, int high) {
    static Decades around(double[] values) {
      double min = Double.MAX_VALUE;
      double max = 1;
      for (double value : values) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      int low = (int) Math.floor(Math.log10(Math.min(min, max)));
      return new Decades(low, Math.max(low + 1, (int) Math.ceil(Math.log10(max))));
    }

    /** From 0 at the lowest to 1 at the highest. */
    double share(double value) {
      return (Math.log10(value) - low) / (high - low);
    }
  }

  private LogLogChart(List<Series> all) {
    x = around(all, true);
    y = around(all, false);
  }

  private static Decades around(List<Series> all, boolean sizes) {
    return Decades.around(
        all.stream()
            .flatMap(series -> series.points().stream())
            .mapToDouble(point -> sizes ? point.size() : point.cost())
            .toArray());
  }

  /** The picture, with what the axes count. */
  static String svg(String title, String sizes, String costs, List<Series> all) {
    var chart = new LogLogChart(all);
    chart.frame(title, sizes, costs);
    for (int i = 0; i < all.size(); i++) {
      chart.series(all.get(i), COLORS.get(i % COLORS.size()), TOP + 20 + i * 40);
    }
    return chart.out.append("</svg>\n").toString();
  }

  private void frame(String title, String sizes, String costs) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
            + "<text x=\"10\" y=\"24\" font-size=\"15\" font-weight=\"bold\">%s</text>%n",
        WIDTH, HEIGHT, BarChart.escaped(title));
    for (int power = x.low(); power <= x.high(); power++) {
      double at = atX(Math.pow(10, power));
      line(at, TOP, at, BOTTOM, "#ddd");
      text(at, BOTTOM + 18, "middle", tick(power));
    }
    for (int power = y.low(); power <= y.high(); power++) {
      double at = atY(Math.pow(10, power));
      line(LEFT, at, RIGHT, at, "#ddd");
      text(LEFT - 8, at + 4, "end", tick(power));
    }
    text((LEFT + RIGHT) / 2.0, BOTTOM + 38, "middle", sizes);
    text(LEFT, TOP - 8, "end", costs);
  }

  private void series(Series series, String color, double labelY) {
    PowerLaw law = PowerLaw.through(series.points());
    double first = series.points().stream().mapToDouble(PowerLaw.Point::size).min().orElse(1);
    double last = series.points().stream().mapToDouble(PowerLaw.Point::size).max().orElse(1);
    line(atX(first), atY(law.at(first)), atX(last), atY(law.at(last)), color);
    for (PowerLaw.Point point : series.points()) {
      circle(atX(point.size()), atY(point.cost()), color);
    }
    circle(RIGHT + 20, labelY - 4, color);
    text(RIGHT + 32, labelY, "start", series.name());
    text(RIGHT + 32, labelY + 16, "start", String.format(Locale.ROOT, "slope %.2f", law.slope()));
  }

  private double atX(double size) {
    return LEFT + x.share(size) * (RIGHT - LEFT);
  }

  private double atY(double cost) {
    return BOTTOM - y.share(cost) * (BOTTOM - TOP);
  }

  private static String tick(int power) {
    return String.format(Locale.ROOT, power < 0 ? "%.3f" : "%,.0f", Math.pow(10, power));
  }

  private void line(double fromX, double fromY, double toX, double toY, String color) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
        fromX, fromY, toX, toY, color);
  }

  private void circle(double atX, double atY, String color) {
    add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n", atX, atY, color);
  }

  private void text(double atX, double atY, String anchor, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        atX, atY, anchor, BarChart.escaped(text));
  }

  private void add(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments));
  }
}
