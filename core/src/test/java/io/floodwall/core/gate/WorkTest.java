package io.floodwall.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkTest {
  private final Work work = new Work(10);

  @Test
  void theWholeBudgetMayBeSpent() {
    work.spend(4);
    work.spend(0);
    work.spend(6);
    assertThat(work.isOverrun()).isFalse();
  }

  @Test
  void whoOverspendsOnceStaysOverspent() {
    assertThatThrownBy(() -> work.spend(11)).isInstanceOf(Work.Overrun.class);
    assertThat(work.isOverrun()).isTrue();
    assertThatThrownBy(() -> work.spend(0)).isInstanceOf(Work.Overrun.class);
  }

  @Test
  void theLargestSpendingsDoNotWrapAround() {
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> work.spend(Long.MAX_VALUE)).isInstanceOf(Work.Overrun.class);
    }
    assertThat(work.isOverrun()).isTrue();
  }

  @Test
  void workIsNotGivenBack() {
    assertThatThrownBy(() -> work.spend(-1)).hasMessage("steps must not be negative, got -1");
  }
}
