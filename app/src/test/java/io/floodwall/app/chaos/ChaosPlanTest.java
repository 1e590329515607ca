package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a run that has to end in time goes about it: six kills and 100 intents in 60 s. */
class ChaosPlanTest {
  private static final ChaosPlan HURRIED = plan(Duration.ofSeconds(60));
  private static final ChaosPlan PATIENT = plan(Duration.ZERO);

  private static ChaosPlan plan(Duration budget) {
    return new ChaosPlan(1, 6, 100, 40, 4, 1, List.of(FaultKind.KILL), Duration.ZERO, budget);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void killsStrikeOneByOneWhereTheyFit() {
    assertThat(HURRIED.isTooSlow(0, 0, seconds(10))).isFalse();
    assertThat(HURRIED.isTooSlow(2, seconds(10), seconds(20))).isFalse();
  }

  @Test
  void killsStrikeTogetherWhereTheyWouldNotFit() {
    assertThat(HURRIED.isTooSlow(0, 0, seconds(20))).as("by the start").isTrue();
    assertThat(HURRIED.isTooSlow(2, seconds(30), seconds(40))).as("by the last ones").isTrue();
  }

  @Test
  void behindTheLastIntentThatIsNeededAHurriedFloodIsCalm() {
    assertThat(HURRIED.perSecond(99)).isEqualTo(40);
    assertThat(HURRIED.perSecond(100)).isEqualTo(10);
  }

  @Test
  void withoutABudgetNothingChanges() {
    assertThat(PATIENT.isTooSlow(0, 0, seconds(1_000))).isFalse();
    assertThat(PATIENT.perSecond(1_000_000)).isEqualTo(40);
  }
}
