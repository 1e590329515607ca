package io.floodwall.ledger;

import static io.floodwall.ledger.LedgerStory.CODECS;
import static io.floodwall.ledger.LedgerStory.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Reason;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.runtime.RoutedKey;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a ledger task keeps when its heap is lost, what it refuses to go on with, and where it
 * sends.
 */
final class LedgerTaskTest {
  private static final int PARTITION = 3;
  private static final byte[] HEAD = {0};
  private static final byte[] LAST = {1};

  @TempDir Path folder;
  private LedgerTask task;

  @BeforeEach
  void open() {
    task = new LedgerTask(PARTITION, folder);
  }

  @AfterEach
  void close() {
    task.close();
  }

  private void decide(long seq) {
    var decision = Sample.decision(seq, Verdict.ADMIT, PARTITION, "a", "m");
    task.receive(TOPICS.admitted(), "a", CODECS.decision().encode(decision));
  }

  private void refuse(long offset) {
    task.receive(TOPICS.refused(), "runaway", refused(offset));
  }

  private static byte[] refused(long offset) {
    Reason reason = offset % 3 == 0 ? Reason.BACKPRESSURE : Reason.RATE_LIMITED;
    return CODECS.refusal().encode(Sample.refusal(reason, offset, PARTITION, "runaway"));
  }

  private LedgerEntry lastEntry() {
    var sent = task.sent();
    byte[] value = sent.get(sent.size() - 1).record().value();
    return LedgerStory.read(() -> CODECS.ledgerEntry().decode(value));
  }

  private RefusalBatch lastBatch() {
    LedgerEntry entry = lastEntry();
    return LedgerStory.read(
        () -> CODECS.refusalBatch().decodePayload(entry.schema(), entry.payload()));
  }

  @Nested
  class Restart {
    @Test
    void chainGoesOnWhereItWas() {
      decide(0);
      LedgerEntry before = lastEntry();
      task.restart();
      decide(1);

      LedgerEntry after = lastEntry();
      assertThat(after.seq()).isEqualTo(1);
      assertThat(after.prev()).isEqualTo(before.digest());
    }

    @Test
    void refusalsThatWaitAreNotLostNorFoldedTwice() {
      RefusalBatch expected = RefusalBatch.EMPTY;
      for (long offset = 0; offset < 20; offset++) {
        refuse(offset);
        Reason reason = offset % 3 == 0 ? Reason.BACKPRESSURE : Reason.RATE_LIMITED;
        expected = expected.with(reason, offset, refused(offset));
        task.restart();
      }
      assertThat(task.sent()).isEmpty();
      task.turn(100);

      assertThat(batchBeforeHead()).isEqualTo(expected);
    }

    @Test
    void rowsOfABatchThatWasClosedAreNotTakenForTheOpenOne() {
      for (long offset = 0; offset < 10; offset++) {
        refuse(offset);
      }
      task.turn(100);
      assertThat(batchBeforeHead().count()).isEqualTo(10);
      task.restart();
      refuse(50);
      task.restart();
      task.turn(100);

      assertThat(batchBeforeHead())
          .isEqualTo(RefusalBatch.EMPTY.with(Reason.RATE_LIMITED, 50, refused(50)));
    }

    @Test
    void smallerLimitThanWaitsAlreadyClosesTheBatchWithTheNextRefusal() {
      for (long offset = 0; offset < 10; offset++) {
        refuse(offset);
      }
      task.restart(Map.of(LedgerConfig.REFUSALS_MAX, "4"));
      refuse(10);

      assertThat(lastBatch().count()).isEqualTo(11);
    }

    @Test
    void numbersAheadOfAGapAreStillKnown() {
      decide(0);
      decide(2);
      decide(3);
      task.restart();
      task.sent();
      decide(3);
      assertThat(task.sent().get(0).childName()).contains(LedgerTopology.DEAD_LETTERS);

      decide(1);
      task.turn(20);
      assertThat(lastHead().decisionsThrough()).isEqualTo(3);
    }

    @Test
    void onlyNumbersFarAheadOfAGapHaveRows() {
      for (long seq : new long[] {3, 1, 2, 7, 9, DecisionsSeen.WINDOW + 1L}) {
        decide(seq);
      }
      assertThat(rowsOfDecisions()).isEqualTo(1 + 1);

      decide(0);
      task.restart();
      assertThat(rowsOfDecisions()).as("it has come near").isEqualTo(1);
    }

    private int rowsOfDecisions() {
      int count = 0;
      try (var rows = task.store(DecisionsSeen.STORE).all()) {
        for (; rows.hasNext(); rows.next()) {
          count++;
        }
      }
      return count;
    }

    @Test
    void headIsPublishedOnceMoreBecauseItMayNotHaveBeen() {
      decide(0);
      task.turn(20);
      task.sent();
      task.restart();
      task.turn(20);
      assertThat(lastHead().head().size()).isEqualTo(1);

      task.turn(20);
      assertThat(task.sent()).isEmpty();
    }

    private RefusalBatch batchBeforeHead() {
      var sent = task.sent();
      byte[] value = sent.get(sent.size() - 2).record().value();
      LedgerEntry entry = LedgerStory.read(() -> CODECS.ledgerEntry().decode(value));
      return LedgerStory.read(
          () -> CODECS.refusalBatch().decodePayload(entry.schema(), entry.payload()));
    }

    private PublishedHead lastHead() {
      var sent = task.sent();
      return LedgerStory.read(
          () -> CODECS.head().decode(sent.get(sent.size() - 1).record().value()));
    }
  }

  @Nested
  class Tampered {
    private KeyValueStore<byte[], byte[]> rows() {
      return task.store(ChainRows.STORE);
    }

    private void assertStops(String problem) {
      assertThatThrownBy(task::restart)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the state of chain floodwall/3 is broken")
          .hasMessageContaining(problem);
    }

    @Test
    void headWithAnotherDigestStopsTheTask() {
      decide(0);
      byte[] row = rows().get(HEAD).clone();
      row[12] ^= 1;
      rows().put(HEAD, row);

      assertStops("its last entry leads to 1 entries");
    }

    @Test
    void headWithAnotherSizeStopsTheTask() {
      decide(0);
      byte[] row = rows().get(HEAD).clone();
      row[8]++;
      rows().put(HEAD, row);

      assertStops("its head says 2 entries");
    }

    @Test
    void lastEntryWithAChangedPayloadStopsTheTask() {
      decide(0);
      byte[] last = rows().get(LAST).clone();
      last[last.length - 3] ^= 1;
      rows().put(LAST, last);

      assertStops("the digest of its last entry, 0, is not that entry's");
    }

    @Test
    void olderLastEntryStopsTheTask() {
      decide(0);
      byte[] older = rows().get(LAST);
      decide(1);
      rows().put(LAST, older);

      assertStops("its head says 2 entries");
    }

    @Test
    void lastEntryThatDoesNotDecodeStopsTheTask() {
      decide(0);
      rows().put(LAST, new byte[] {0, 1});

      assertStops("its last entry does not decode");
    }

    @Test
    void headWithoutLastEntryAndLastEntryWithoutHeadStopTheTask() {
      decide(0);
      byte[] head = rows().get(HEAD);
      byte[] last = rows().get(LAST);
      rows().delete(LAST);
      assertStops("must be there together");

      rows().put(LAST, last);
      rows().delete(HEAD);
      assertStops("must be there together");

      rows().put(HEAD, head);
      task.restart();
    }

    @Test
    void headOfAnUnknownVersionOrTooShortStopsTheTask() {
      decide(0);
      byte[] row = rows().get(HEAD).clone();
      row[0] = 2;
      rows().put(HEAD, row);
      assertStops("its head has version 2");

      rows().put(HEAD, new byte[] {1});
      assertStops("its head has only 1 bytes");
    }

    @Test
    void changedNameOfTheLedgerStopsTheTask() {
      decide(0);

      assertThatThrownBy(() -> task.restart(Map.of(LedgerConfig.LEDGER_NAME, "acme")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the stored chain is floodwall/3: was the ledger's name changed?");
    }
  }

  @Nested
  class Routing {
    @Test
    void entriesAndHeadsGoToTheChainsOwnPartition() {
      decide(0);
      task.turn(20);

      var sent = task.sent();
      assertThat(sent.get(0).record().key())
          .isEqualTo(new RoutedKey(PARTITION, "3/0000000000000000"));
      assertThat(sent.get(0).childName()).contains(LedgerTopology.ENTRIES);
      assertThat(sent.get(1).record().key()).isEqualTo(new RoutedKey(PARTITION, "3"));
      assertThat(sent.get(1).childName()).contains(LedgerTopology.HEADS);
    }

    @Test
    void deadLetterNamesTheSourcePartitionInItsKey() {
      task.receive(TOPICS.controls(), "valve", new byte[] {9});

      assertThat(task.sent().get(0).record().key().text()).isEqualTo("floodwall.controls/3/0");
    }
  }
}
