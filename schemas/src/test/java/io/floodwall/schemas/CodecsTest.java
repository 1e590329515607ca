package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What making codecs costs that is not given back. */
final class CodecsTest {
  private static final int MADE = 50;

  @Test
  void makingThemAgainLeavesNoClassesBehind() {
    assertThat(Codecs.pinned().intent().name()).isEqualTo("Intent");
    long before = loaded();
    for (int i = 0; i < MADE; i++) {
      assertThat(Codecs.pinned().decision().name()).isEqualTo("Decision");
    }
    assertThat(loaded() - before).isLessThan(MADE);
  }

  private static long loaded() {
    return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
  }
}
