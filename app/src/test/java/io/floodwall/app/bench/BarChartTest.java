package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class BarChartTest {
  @Test
  void itIsXmlWithABarAndALabelForEach() throws Exception {
    String svg =
        BarChart.svg("a < b & c", List.of(new BarChart.Bar("x>y", 10), new BarChart.Bar("z", 5)));

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    var bars = document.getElementsByTagName("rect"); // the first is the background
    assertThat(bars.getLength()).isEqualTo(3);
    double first =
        Double.parseDouble(bars.item(1).getAttributes().getNamedItem("width").getNodeValue());
    double second =
        Double.parseDouble(bars.item(2).getAttributes().getNamedItem("width").getNodeValue());
    assertThat(first).isEqualTo(2 * second);
    assertThat(document.getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo("a < b & c");
  }

  @Test
  void itNamesNothingOnTheNetwork() {
    assertThat(BarChart.svg("t", List.of(new BarChart.Bar("x", 1))))
        .doesNotContain("href", "url(", "<script");
  }
}
