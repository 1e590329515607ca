package io.floodwall.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.client.Entries.Found;
import io.floodwall.client.Entries.Wanted;
import io.floodwall.core.Bytes;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import org.junit.jupiter.api.Test;

/** Which entries are read, kept, forgotten and sought again. */
class EntriesTest {
  private static final long NOW_MS = 5_000;

  private final SealedLog log = SealedLog.of(3);
  private final Entries entries = new Entries();

  private void read(int seq) {
    entries.read(seq, new Found(log.entries.get(seq), NOW_MS), Long.MAX_VALUE);
  }

  private Wanted want(int seq) {
    return entries.want(log.admitted(seq), NOW_MS);
  }

  @Test
  void theChainIsReadWhileOneIsMissingAndNotAfter() {
    assertThat(entries.areMissing()).isFalse();
    Wanted wanted = want(1);
    assertThat(entries.areMissing()).isTrue();
    read(0);
    assertThat(entries.areMissing()).isTrue();
    read(1);
    assertThat(entries.areMissing()).isFalse();
    assertThat(wanted.found).extracting(Found::entry).isEqualTo(log.entries.get(1));
  }

  @Test
  void whatWasReadBesideTheOthersIsThereWhenItIsWanted() {
    want(1);
    read(0);
    read(1);
    assertThat(want(0).found).isNotNull();
    assertThat(entries.areMissing()).isFalse();
  }

  @Test
  void oneThatIsNotFoundIsSoughtFromTheBeginningOnceAMinute() {
    want(1);
    assertThat(entries.seekMs(NOW_MS)).isPresent();
    read(2); // the reader is past it, and never saw it
    assertThat(entries.seekMs(NOW_MS + 4_999)).isEmpty();
    assertThat(entries.seekMs(NOW_MS + 5_000)).hasValue(0);
    assertThat(entries.seekMs(NOW_MS + 64_999)).isEmpty();
    assertThat(entries.seekMs(NOW_MS + 65_000)).hasValue(0);
  }

  @Test
  void theFirstOneIsSoughtByItsTimeOnceAndTheNextOnesAreReadOnTo() {
    want(1);
    assertThat(entries.seekMs(NOW_MS)).hasValue(Math.max(0, log.admitted(1).writtenMs() - 60_000));
    assertThat(entries.seekMs(NOW_MS)).isEmpty();
    read(1);
    want(2);
    assertThat(entries.seekMs(NOW_MS)).isEmpty();
    assertThat(entries.areMissing()).isTrue();
  }

  @Test
  void whatIsNotWhereItWasSoughtIsNotSoughtAgainAndAgain() {
    want(1);
    assertThat(entries.seekMs(NOW_MS)).isPresent();
    read(0);
    read(2);
    assertThat(entries.seekMs(NOW_MS)).isEmpty();
    assertThat(entries.areMissing()).isTrue();
  }

  @Test
  void theOldestOfThoseThatWaitIsWhereTheReadingBegins() {
    want(2);
    want(0);
    assertThat(entries.seekMs(NOW_MS)).hasValue(Math.max(0, log.admitted(0).writtenMs() - 60_000));
  }

  @Test
  void whatWasDroppedAndIsWantedAfterAllIsSoughtAgain() {
    want(0);
    assertThat(entries.seekMs(NOW_MS)).isPresent();
    read(0);
    var large = Bytes.copyOf(new byte[(int) (Entries.KEPT_BYTES_MAX / 2)]);
    Chain.Head head = Chain.genesis(SealedLog.ORIGIN);
    LedgerEntry entry = head.next(EntryKind.VERDICT, head.digest(), large);
    entries.read(10, new Found(entry, NOW_MS), Long.MAX_VALUE);
    entries.read(11, new Found(entry, NOW_MS), Long.MAX_VALUE);
    entries.nextTurn();
    entries.nextTurn();
    assertThat(want(0).found).isNull();
    assertThat(entries.seekMs(NOW_MS)).hasValue(Math.max(0, log.admitted(0).writtenMs() - 60_000));
  }

  @Test
  void whoAsksAgainInTheNextTurnKeepsItsPlaceAndWhoPausesBeginsAgain() {
    Wanted first = want(0);
    entries.nextTurn();
    assertThat(want(0)).isSameAs(first);
    entries.nextTurn();
    entries.nextTurn();
    assertThat(entries.waiting()).isEmpty();
    assertThat(want(0)).isNotSameAs(first);
  }

  @Test
  void anotherDecisionOfTheSameNumberWaitsForItself() {
    Wanted first = want(0);
    entries.nextTurn();
    assertThat(entries.want(SealedLog.admitted(0, "other"), NOW_MS)).isNotSameAs(first);
  }

  @Test
  void whatIsDoneWaitsNoMore() {
    Wanted one = want(0);
    entries.done(one);
    assertThat(entries.areMissing()).isFalse();
    assertThat(entries.waiting()).isEmpty();
  }

  @Test
  void anEntryThatIsNotInForceSaysNothingOfHowFarTheChainWasRead() {
    want(1);
    assertThat(entries.seekMs(NOW_MS)).isPresent();
    entries.read(1_000, new Found(log.entries.get(2), NOW_MS), 1);
    read(1);
    want(2);
    assertThat(entries.seekMs(NOW_MS)).isEmpty();
  }
}
