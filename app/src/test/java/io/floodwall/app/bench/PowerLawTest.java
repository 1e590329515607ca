package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PowerLawTest {
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

  @Test
  void theLawGivesBackTheCostsThatItWasFittedTo() {
    PowerLaw law =
        PowerLaw.through(List.of(new PowerLaw.Point(10, 50), new PowerLaw.Point(1_000, 500)));

    assertThat(law.slope()).isCloseTo(0.5, within(1e-9));
    assertThat(law.at(10)).isCloseTo(50, within(1e-6));
    assertThat(law.at(100_000)).isCloseTo(5_000, within(1e-6));
  }

  @Test
  void oneSizeTellsNoSlope() {
    assertThat(PowerLaw.through(List.of(new PowerLaw.Point(8, 120))))
        .satisfies(
            law -> {
              assertThat(law.slope()).isZero();
              assertThat(law.at(8)).isCloseTo(120, within(1e-9));
            });
  }

  private static double slope(double exponent) {
    List<PowerLaw.Point> points =
        DoubleStream.of(10, 1_000, 1_000_000)
            .mapToObj(size -> new PowerLaw.Point(size, 5 * Math.pow(size, exponent)))
            .toList();
    return PowerLaw.through(points).slope();
  }
}
