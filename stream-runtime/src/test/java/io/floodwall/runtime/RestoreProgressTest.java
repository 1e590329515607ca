package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How far the rebuilding of state has come, over all changelogs that are being read. */
final class RestoreProgressTest {
  private static final TopicPartition FIRST = new TopicPartition("gate-bundles-changelog", 0);
  private static final TopicPartition SECOND = new TopicPartition("gate-bundles-changelog", 1);

  private long clockNs = 7;
  private final RestoreProgress progress = new RestoreProgress(() -> clockNs);

  private void isAt(int changelogs, long done, long total) {
    assertThat(progress.sum()).isEqualTo(new RestoreProgress.Sum(changelogs, done, total));
  }

  @Test
  void nothingIsRestoringAtFirst() {
    isAt(0, 0, 0);
  }

  @Test
  void batchesAddUpOverAllChangelogsUntilEachIsDone() {
    progress.onRestoreStart(FIRST, "bundles", 100, 1_100);
    progress.onRestoreStart(SECOND, "bundles", 0, 50);
    isAt(2, 0, 1_050);
    progress.onBatchRestored(FIRST, "bundles", 400, 300);
    progress.onBatchRestored(FIRST, "bundles", 900, 500);
    progress.onBatchRestored(SECOND, "bundles", 49, 50);
    isAt(2, 850, 1_050);
    progress.onRestoreEnd(SECOND, "bundles", 50);
    isAt(1, 800, 1_000);
    progress.onRestoreEnd(FIRST, "bundles", 1_000);
    isAt(0, 0, 0);
  }

  @Test
  void suspendedChangelogIsNotWaitedForAndStartsAgainFromZero() {
    progress.onRestoreStart(FIRST, "bundles", 0, 10);
    progress.onBatchRestored(FIRST, "bundles", 4, 5);
    progress.onRestoreSuspended(FIRST, "bundles", 5);
    isAt(0, 0, 0);
    progress.onRestoreStart(FIRST, "bundles", 5, 10);
    isAt(1, 0, 5);
  }

  @Test
  void batchOfAChangelogThatIsOverIsIgnored() {
    progress.onBatchRestored(FIRST, "bundles", 4, 5);
    isAt(0, 0, 0);
  }

  @Test
  void emptyChangelogHasNothingToRestore() {
    progress.onRestoreStart(FIRST, "bundles", 10, 3);
    isAt(1, 0, 0);
  }

  @Test
  void lastRestoringIsMeasuredFromItsFirstChangelogToItsLast() {
    assertThat(progress.lastSeconds()).isZero();
    progress.onRestoreStart(FIRST, "bundles", 0, 10);
    clockNs += 2_000_000_000L;
    progress.onRestoreStart(SECOND, "bundles", 0, 10);
    progress.onBatchRestored(SECOND, "bundles", 4, 5);
    assertThat(progress.remaining()).isEqualTo(15);
    progress.onRestoreEnd(FIRST, "bundles", 10);
    assertThat(progress.lastSeconds()).isZero();
    clockNs += 500_000_000L;
    progress.onRestoreEnd(SECOND, "bundles", 10);
    assertThat(progress.lastSeconds()).isEqualTo(2.5);
    assertThat(progress.remaining()).isZero();
  }
}
