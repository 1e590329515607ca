package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LogLogChartTest {
  private static LogLogChart.Series series(String name, double... sizesAndCosts) {
    var points = new ArrayList<PowerLaw.Point>();
    for (int i = 0; i < sizesAndCosts.length; i += 2) {
      points.add(new PowerLaw.Point(sizesAndCosts[i], sizesAndCosts[i + 1]));
    }
    return new LogLogChart.Series(name, points);
  }

  private static Document drawn(LogLogChart.Series... all) throws Exception {
    String svg = LogLogChart.svg("a < b", "how many", "ns", List.of(all));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static double number(NodeList nodes, int index, String attribute) {
    return Double.parseDouble(((Element) nodes.item(index)).getAttribute(attribute));
  }

  @Test
  void tenTimesAsManyIsAsFarOnWhereverOnTheAxis() throws Exception {
    var circles = drawn(series("x", 1, 10, 10, 100, 100, 1_000)).getElementsByTagName("circle");

    assertThat(circles.getLength()).isEqualTo(4); // and one in the legend
    for (String axis : List.of("cx", "cy")) {
      double step = number(circles, 1, axis) - number(circles, 0, axis);
      assertThat(step).as(axis).isNotZero();
      assertThat(number(circles, 2, axis) - number(circles, 1, axis))
          .as(axis)
          .isCloseTo(step, within(0.2));
    }
  }

  @Test
  void theFittedLineGoesThroughPointsThatFollowThePowerLaw() throws Exception {
    Document document = drawn(series("x", 10, 30, 1_000, 300));

    var circles = document.getElementsByTagName("circle");
    var lines = document.getElementsByTagName("line");
    int fitted = lines.getLength() - 1; // behind the grid
    assertThat(number(lines, fitted, "x1")).isEqualTo(number(circles, 0, "cx"));
    assertThat(number(lines, fitted, "y1")).isEqualTo(number(circles, 0, "cy"));
    assertThat(number(lines, fitted, "x2")).isEqualTo(number(circles, 1, "cx"));
    assertThat(number(lines, fitted, "y2")).isEqualTo(number(circles, 1, "cy"));
    assertThat(document.getDocumentElement().getTextContent()).contains("slope 0.50", "a < b");
  }

  @Test
  void everySeriesHasItsNameAndTheNetworkIsNotNeeded() {
    String svg =
        LogLogChart.svg(
            "t", "n", "ns", List.of(series("agents", 10, 100), series("a<b", 10, 200, 100, 300)));

    assertThat(svg).contains(">agents<", ">a&lt;b<").doesNotContain("href", "url(", "<script");
  }
}
