package io.floodwall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.floodwall.core.Bytes;
import io.floodwall.core.ledger.Finding.Check;
import java.util.Collections;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChainVerifierTest {
  private final Feed feed = new Feed(Feed.ORIGIN, 10);

  @Nested
  class ASoundChain {
    @Test
    void givesNoFinding() {
      ChainVerifier verifier = feed.verified();
      assertThat(verifier.findings()).isEmpty();
      assertThat(verifier.isValid()).isTrue();
      assertThat(verifier.records()).isEqualTo(10);
      assertThat(verifier.head()).isEqualTo(feed.head);
    }

    @Test
    void mayBeLongerThanThePublishedHead() {
      Chain.Head earlier = new Chain.Head(7, feed.entries.get(6).digest());
      assertThat(feed.verified(earlier).findings()).isEmpty();
      assertThat(feed.verified(Chain.genesis(Feed.ORIGIN)).findings()).isEmpty();
    }

    @Test
    void mayBeEmpty() {
      assertThat(new Feed(Feed.ORIGIN, 0).verified().findings()).isEmpty();
    }
  }

  @Nested
  class AnAlteredEntry {
    @Test
    void isFoundByItsDigest() {
      feed.log.set(4, Feed.record(feed.altered(4, false)));
      assertFound(feed.verified(), tuple(Check.DIGEST, 4L));
    }

    @Test
    void thatWasHashedAgainIsFoundByTheEntryBehindIt() {
      feed.log.set(4, Feed.record(feed.altered(4, true)));
      assertFound(feed.verified(), tuple(Check.PREV, 5L));
    }

    @Test
    void atTheEndThatWasHashedAgainIsFoundByTheHead() {
      feed.log.set(9, Feed.record(feed.altered(9, true)));
      assertFound(feed.verified(), tuple(Check.HEAD, 9L));
      assertThat(feed.verifiedAlone().isValid()).isTrue();
    }

    @Test
    void atTheStartIsFoundToo() {
      feed.log.set(0, Feed.record(feed.altered(0, false)));
      assertFound(feed.verified(), tuple(Check.DIGEST, 0L));
    }
  }

  @Nested
  class ADroppedEntry {
    @Test
    void isMissing() {
      feed.log.remove(4);
      assertFound(feed.verified(), tuple(Check.SEQ, 4L));
      assertThat(feed.verified().findings().get(0).line())
          .isEqualTo("seq: chain 0 seq 4 at end: the entry is missing");
    }

    @Test
    void amongManyIsOneStretch() {
      feed.log.subList(2, 8).clear();
      assertFound(feed.verified(), tuple(Check.SEQ, 2L));
      assertThat(feed.verified().findings().get(0).detail())
          .isEqualTo("entries 2 to 7 are missing");
    }

    @Test
    void atTheStartIsMissing() {
      feed.log.subList(0, 3).clear();
      assertFound(feed.verified(), tuple(Check.SEQ, 0L));
    }

    @Test
    void atTheEndIsACutTail() {
      feed.log.subList(7, 10).clear();
      assertFound(feed.verified(), tuple(Check.HEAD, 7L));
      assertThat(feed.verified().findings().get(0).line())
          .isEqualTo(
              "head: chain 0 seq 7 at heads-0: the head says 10 entries, the chain ends after 7:"
                  + " the tail was cut");
    }

    @Test
    void ofAWholeChainIsACutTail() {
      feed.log.clear();
      assertFound(feed.verified(), tuple(Check.HEAD, 0L));
    }
  }

  @Nested
  class AMisplacedEntry {
    @Test
    void thatSwappedPlacesWithItsNeighbourIsOutOfOrder() {
      Collections.swap(feed.log, 4, 5);
      assertFound(feed.verified(), tuple(Check.SEQ, 4L));
      assertThat(feed.verified().findings().get(0).detail())
          .isEqualTo("the entry is out of order: it stands behind entry 5");
    }

    @Test
    void thatSwappedPlacesWithAFarOneLeavesBothSidesOutOfOrder() {
      Collections.swap(feed.log, 2, 6);
      assertFound(
          feed.verified(),
          tuple(Check.SEQ, 3L),
          tuple(Check.SEQ, 4L),
          tuple(Check.SEQ, 5L),
          tuple(Check.SEQ, 2L));
    }

    @Test
    void thatIsThereTwiceWasWrittenASecondTime() {
      feed.log.add(5, feed.log.get(4));
      assertFound(feed.verified(), tuple(Check.KEY, 4L));
      feed.log.add(feed.log.get(0));
      assertFound(feed.verified(), tuple(Check.KEY, 4L), tuple(Check.KEY, 0L));
    }

    @Test
    void thatWasRewrittenUnderItsKeyIsFoundEvenIfItIsSound() {
      feed.log.add(Feed.record(feed.altered(4, true)));
      assertFound(feed.verified(), tuple(Check.KEY, 4L));
    }

    @Test
    void underTheWrongKeyIsFoundByItsKey() {
      for (String key : new String[] {"1/0000000000000004", "0/4", "valve", null}) {
        feed.log.set(4, Feed.record(key, feed.entries.get(4)));
        assertFound(feed.verified(), tuple(Check.KEY, 4L));
      }
    }

    @Test
    void farAheadIsFoundAndEndsNothing() {
      LedgerEntry last = feed.entries.get(9);
      var ahead =
          new LedgerEntry(
              LedgerEntry.SEQ_MAX,
              last.digest(),
              Chain.digest(
                  last.digest(), LedgerEntry.SEQ_MAX, last.kind(), last.schema(), Bytes.EMPTY),
              last.kind(),
              last.schema(),
              Bytes.EMPTY);
      feed.log.add(Feed.record(ahead));
      assertFound(feed.verified(), tuple(Check.SEQ, 10L));
    }
  }

  @Nested
  class AForeignChain {
    private final Feed foreign = new Feed("floodwall/1", 10);

    @Test
    void doesNotLinkToThisGenesis() {
      assertFound(foreign.verified(), tuple(Check.PREV, 0L));
    }

    @Test
    void hasAnotherHead() {
      assertFound(feed.verified(foreign.head), tuple(Check.HEAD, 9L));
      assertFound(
          new Feed(Feed.ORIGIN, 0).verified(Chain.genesis("floodwall/1")), tuple(Check.HEAD, -1L));
    }

    @Test
    void cannotLendAnEntry() {
      feed.log.set(4, Feed.record(foreign.entries.get(4)));
      assertFound(feed.verified(), tuple(Check.PREV, 4L), tuple(Check.PREV, 5L));
    }
  }

  @Nested
  class ALostEntry {
    @Test
    void whoseRecordWasDeletedIsATombstone() {
      feed.log.set(4, verifier -> verifier.tombstone("0/0000000000000004", "ledger-0"));
      assertFound(feed.verified(), tuple(Check.TOMBSTONE, 4L));
    }

    @Test
    void thatWasCleanedAwayByALaterTombstoneIsTheTombstoneAlone() {
      feed.log.remove(4);
      feed.log.add(verifier -> verifier.tombstone("0/0000000000000004", "ledger-0"));
      assertFound(feed.verified(), tuple(Check.TOMBSTONE, 4L));
    }

    @Test
    void isATombstoneEvenWhereTheRecordIsStillThere() {
      feed.log.add(verifier -> verifier.tombstone("0/0000000000000004", "ledger-0"));
      assertFound(feed.verified(), tuple(Check.TOMBSTONE, 4L));
    }

    @Test
    void whoseBytesDoNotDecodeIsNamedByItsKey() {
      feed.log.set(4, unreadable("0/0000000000000004"));
      assertFound(feed.verified(), tuple(Check.BYTES, 4L));
    }

    @Test
    void withoutAReadableKeyIsBothUnreadableAndMissing() {
      feed.log.set(4, unreadable("0/nonsense"));
      assertFound(feed.verified(), tuple(Check.BYTES, -1L), tuple(Check.SEQ, 4L));
      assertThat(feed.verified().findings().get(0).line())
          .isEqualTo("bytes: chain 0 at ledger-0: not Avro");
    }

    @Test
    void atTheEndLeavesTheHeadUnknown() {
      feed.log.set(9, unreadable("0/0000000000000009"));
      ChainVerifier verifier = feed.verified();
      assertFound(verifier, tuple(Check.BYTES, 9L));
      assertThat(verifier.head()).isNull();
    }

    private Consumer<ChainVerifier> unreadable(String key) {
      return verifier -> verifier.unreadable(key, "ledger-0", "not Avro");
    }
  }

  @Nested
  class Bounds {
    @Test
    void noMoreThanTheLimitOfFindingsIsKeptAndTheRestIsCounted() {
      for (int i = 0; i < 5_000; i++) {
        feed.log.add(feed.log.get(0));
      }
      ChainVerifier verifier = feed.verified();
      assertThat(verifier.findings()).hasSize(ChainVerifier.FINDINGS_MAX);
      assertThat(verifier.findingsCount()).isEqualTo(5_000);
      assertThat(verifier.isValid()).isFalse();
    }

    @Test
    void everySecondEntryMissingIsStillCounted() {
      var sparse = new Feed(Feed.ORIGIN, 4_000);
      for (int seq = 3_998; seq >= 0; seq -= 2) {
        sparse.log.remove(seq);
      }
      ChainVerifier verifier = sparse.verified();
      assertThat(verifier.findingsCount()).isEqualTo(2_000);
      assertThat(verifier.findings()).hasSize(ChainVerifier.FINDINGS_MAX);
      assertThat(verifier.findings()).extracting(Finding::check).containsOnly(Check.SEQ);
    }
  }

  @Test
  void twoFaultsAreTwoFindings() {
    feed.log.set(2, Feed.record(feed.altered(2, false)));
    feed.log.remove(7);
    assertFound(feed.verified(), tuple(Check.DIGEST, 2L), tuple(Check.SEQ, 7L));
  }

  @Test
  void checksAreSpelledSmall() {
    assertThat(Check.values())
        .extracting(Check::label)
        .containsExactly("key", "seq", "prev", "bytes", "digest", "head", "tombstone");
  }

  private static AbstractListAssert<?, ?, Tuple, ObjectAssert<Tuple>> assertFound(
      ChainVerifier verifier, Tuple... checksAndSeqs) {
    return assertThat(verifier.findings())
        .extracting(Finding::check, Finding::seq)
        .containsExactly(checksAndSeqs);
  }
}
