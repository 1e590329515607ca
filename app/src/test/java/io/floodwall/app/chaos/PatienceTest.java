package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a run gives up. */
class PatienceTest {
  private static final Patience SHORT = new Patience(Duration.ofMillis(100), Duration.ofMillis(5));

  @Test
  void whatMovesIsWaitedForPastTheLimit() {
    var looks = new AtomicInteger();
    long start = System.nanoTime();
    SHORT.untilOrStuck("it is done", () -> looks.get() == 60, looks::incrementAndGet);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SHORT.limit());
  }

  @Test
  void whatStandsStillIsGivenUpAtTheLimit() {
    assertThatThrownBy(() -> SHORT.untilOrStuck("it is done", () -> false, () -> "no change"))
        .isInstanceOf(Patience.Lost.class)
        .hasMessageContaining("it is done, and nothing moves");
  }
}
