package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SlopeTest {
  @Test
  void aCostThatDoesNotGrowHasSlopeNought() {
    assertThat(slope(0)).isCloseTo(0, within(1e-9));
  }

  @Test
  void aCostThatGrowsAsTheSizeDoesHasSlopeOne() {
    assertThat(slope(1)).isCloseTo(1, within(1e-9));
  }

  @Test
  void aCostThatGrowsWithTheSquareHasSlopeTwo() {
    assertThat(slope(2)).isCloseTo(2, within(1e-9));
  }

  private static double slope(double exponent) {
    List<Slope.Point> points =
        DoubleStream.of(10, 1_000, 1_000_000)
            .mapToObj(size -> new Slope.Point(size, 5 * Math.pow(size, exponent)))
            .toList();
    return Slope.of(points);
  }
}
