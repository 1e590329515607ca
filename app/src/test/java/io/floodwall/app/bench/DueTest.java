package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.schemas.Codecs;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DueTest {
  private static final long GAP = 1_000;

  @Test
  void everyIntentIsDueOnceAndAGapAfterTheLast() {
    Due due = due(500);
    long[] all = Arrays.stream(due.nanos()).flatMapToLong(Arrays::stream).sorted().toArray();
    assertThat(all).isEqualTo(LongStream.range(0, 500).map(i -> i * GAP).toArray());
  }

  @Test
  void aPartitionKeepsTheOrderOfSending() {
    for (long[] partition : due(500).nanos()) {
      assertThat(partition).isSorted().isNotEmpty();
    }
  }

  private static Due due(int intents) {
    return Due.of(Flood.admitted(intents, 50, 1, Codecs.pinned().intent()), GAP, new long[3]);
  }
}
