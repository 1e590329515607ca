package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  @Test
  void ofAHundredTheNinetyNinthIsTheLastButOne() {
    long[] nanos = LongStream.rangeClosed(1, 100).map(ms -> (101 - ms) * 1_000_000).toArray();
    assertThat(Percentiles.of(nanos)).isEqualTo(new Percentiles(50, 90, 99, 100));
  }

  @Test
  void ofOneAllAreThatOne() {
    assertThat(Percentiles.of(new long[] {7_000_000})).isEqualTo(new Percentiles(7, 7, 7, 7));
  }
}
