package io.floodwall.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Stacks folded and drawn. */
final class FlameGraphTest {
  private static Stacks sampled() {
    var all = new Stacks("all");
    all.add(List.of("a.Main.main", "io.floodwall.Gate.rule"));
    all.add(List.of("a.Main.main", "io.floodwall.Gate.rule", "a.B.<init>"));
    all.add(List.of("a.Main.main", "a.Other.run"));
    all.add(List.of("a.Pool.run"));
    return all;
  }

  @Test
  void aMethodCountsWhatItsCalleesWereSeenIn() {
    Stacks main = sampled().callees().get(0);

    assertThat(main.name()).isEqualTo("a.Main.main");
    assertThat(main.samples()).isEqualTo(3);
    assertThat(main.callees())
        .extracting(Stacks::name)
        .containsExactly("io.floodwall.Gate.rule", "a.Other.run");
    assertThat(sampled().depth(1)).isEqualTo(4);
    assertThat(sampled().depth(2)).isEqualTo(3);
  }

  @Test
  void everyMethodIsAsWideAsItsShareAndStandsOnItsCaller() throws Exception {
    NodeList drawn = drawn(sampled());

    assertThat(drawn.getLength()).isEqualTo(6);
    Element all = rect(drawn, 0);
    Element main = rect(drawn, 1);
    assertThat(all.getAttribute("width")).isEqualTo("1200.0");
    assertThat(main.getAttribute("width")).isEqualTo("900.0");
    assertThat(y(all) - y(main)).isEqualTo(17);
    assertThat(drawn.item(1).getTextContent()).contains("a.Main.main, 75.0 %");
    assertThat(drawn.item(3).getTextContent()).contains("a.B.<init>");
  }

  @Test
  void whatIsTooNarrowToSeeIsLeftOut() throws Exception {
    var all = new Stacks("all");
    Collections.nCopies(2_000, List.of("a.Main.main")).forEach(all::add);
    all.add(List.of("a.Rare.run"));

    assertThat(drawn(all).getLength()).isEqualTo(2);
  }

  private static NodeList drawn(Stacks all) throws Exception {
    var source = new InputSource(new StringReader(FlameGraph.svg(all)));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(source)
        .getElementsByTagName("g");
  }

  private static Element rect(NodeList drawn, int at) {
    return (Element) ((Element) drawn.item(at)).getElementsByTagName("rect").item(0);
  }

  private static int y(Element rect) {
    return Integer.parseInt(rect.getAttribute("y"));
  }
}
