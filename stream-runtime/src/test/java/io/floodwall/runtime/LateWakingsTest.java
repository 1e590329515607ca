package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** Which ends of a thread are mended by another thread. */
final class LateWakingsTest {
  private long nowNanos = Long.MAX_VALUE - 1; // nanoTime may wrap round
  private final LateWakings wakings = new LateWakings(() -> nowNanos);
  private final Throwable slept = new InvalidTxnStateException("rolled back");

  @Test
  void aThreadThatSleptPastItsTransactionIsReplaced() {
    assertThat(wakings.isOne(slept)).isTrue();
  }

  @Test
  void everythingElseIsAFailure() {
    assertThat(wakings.isOne(new IllegalStateException("broken"))).isFalse();
    assertThat(wakings.isOne(new ProducerFencedException("another one"))).isFalse();
  }

  @Test
  void theFourthWithinTwoMinutesIsAFailure() {
    for (int i = 0; i < 3; i++) {
      assertThat(wakings.isOne(slept)).isTrue();
      nowNanos += Duration.ofSeconds(30).toNanos();
    }
    assertThat(wakings.isOne(slept)).isFalse();
  }

  @Test
  void threeOfWhichOneIsLongAgoAreNone() {
    for (int i = 0; i < 30; i++) {
      assertThat(wakings.isOne(slept)).isTrue();
      nowNanos += Duration.ofSeconds(41).toNanos();
    }
  }
}
