package io.floodwall.app.bench;

import java.util.List;
import java.util.Locale;

/** Horizontal bars as an SVG picture that needs nothing but itself. */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int LABEL_WIDTH = 250;
  private static final int VALUE_WIDTH = 90;
  private static final int ROW_HEIGHT = 24;
  private static final int TOP = 40;

  private BarChart() {}

  /** One bar. */
  record Bar(String label, double value) {}

  /** The picture; the longest bar fills the width. */
  static String svg(String title, List<Bar> bars) {
    double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    int height = TOP + bars.size() * ROW_HEIGHT + 10;
    var out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"13\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                + "<text x=\"10\" y=\"24\" font-size=\"15\" font-weight=\"bold\">%s</text>%n",
            WIDTH,
            height,
            escaped(title)));
    int y = TOP;
    for (Bar bar : bars) {
      double width = longest <= 0 ? 0 : bar.value() / longest * (WIDTH - LABEL_WIDTH - VALUE_WIDTH);
      out.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                  + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#3b6ea5\"/>"
                  + "<text x=\"%.1f\" y=\"%d\">%,.0f</text>%n",
              LABEL_WIDTH - 8,
              y + 15,
              escaped(bar.label()),
              LABEL_WIDTH,
              y + 3,
              width,
              ROW_HEIGHT - 8,
              LABEL_WIDTH + width + 6,
              y + 15,
              bar.value()));
      y += ROW_HEIGHT;
    }
    return out.append("</svg>\n").toString();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
