package io.floodwall.ledger;

import static io.floodwall.ledger.LedgerStory.CODECS;
import static io.floodwall.ledger.LedgerStory.TOPICS;
import static io.floodwall.ledger.LedgerStory.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.RefusalBatch;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How refusals become entries. */
final class RefusalsTest {
  private final LedgerStory ledger = new LedgerStory();

  @AfterEach
  void close() {
    ledger.close();
  }

  @Nested
  class When {
    @Test
    void twoHundredAndFiftySixRefusalsMakeOneEntryAtOnce() {
      ledger.refuse(Reason.RATE_LIMITED, LongStream.range(0, 255).toArray());
      assertThat(ledger.entries()).isEmpty();

      ledger.refuse(Reason.RATE_LIMITED, 255);
      assertThat(ledger.batches()).extracting(RefusalBatch::count).containsExactly(256);
    }

    @Test
    void fewerWaitUntilTheOldestHasWaitedAHundredMilliseconds() {
      ledger.refuse(Reason.RATE_LIMITED, 1);
      ledger.advance(90);
      ledger.refuse(Reason.RATE_LIMITED, 2);
      assertThat(ledger.entries()).isEmpty();

      ledger.advance(10);
      assertThat(ledger.batches()).extracting(RefusalBatch::count).containsExactly(2);
    }

    @Test
    void nextBatchCountsFromItsOwnOldest() {
      ledger.refuse(Reason.RATE_LIMITED, 1);
      ledger.advance(100);
      ledger.refuse(Reason.RATE_LIMITED, 2);
      ledger.advance(80);
      assertThat(ledger.batches()).hasSize(1);

      ledger.advance(20);
      assertThat(ledger.batches()).hasSize(2);
    }

    @Test
    void nothingIsWrittenWhereNothingWasRefused() {
      ledger.advance(10_000);

      assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void limitAndPatienceAreConfigured() {
      var settings = Map.of(LedgerConfig.REFUSALS_MAX, "3", LedgerConfig.REFUSALS_LINGER_MS, "40");
      try (var small = new LedgerStory(settings)) {
        small.refuse(Reason.RATE_LIMITED, 1, 2, 3, 4);
        assertThat(small.batches()).extracting(RefusalBatch::count).containsExactly(3);

        small.advance(20);
        assertThat(small.batches()).hasSize(1);
        small.advance(20);
        assertThat(small.batches()).extracting(RefusalBatch::count).containsExactly(3, 1);
      }
    }

    @Test
    void entryStandsWhereTheBatchWasClosed() {
      ledger.refuse(Reason.RATE_LIMITED, 1);
      ledger.decide(0);
      ledger.advance(100);
      ledger.decide(1);

      assertThat(ledger.kinds())
          .containsExactly(EntryKind.VERDICT, EntryKind.REFUSALS, EntryKind.VERDICT);
    }
  }

  @Nested
  class What {
    @Test
    void batchHasARangePerReasonInTheOrderTheyCameUp() {
      ledger.refuse(Reason.RATE_LIMITED, 10, 11);
      ledger.refuse(Reason.BACKPRESSURE, 12);
      ledger.refuse(Reason.RATE_LIMITED, 13);
      ledger.refuse(Reason.DUPLICATE, 14);
      ledger.advance(100);

      List<RefusalBatch.Range> ranges = ledger.batches().get(0).ranges();
      assertThat(ranges)
          .extracting(RefusalBatch.Range::reason)
          .containsExactly(Reason.RATE_LIMITED, Reason.BACKPRESSURE, Reason.DUPLICATE);
      assertThat(ranges.get(0).offsets()).containsExactly(10L, 11L, 13L);
    }

    @Test
    void payloadIsTheEncodedBatchWithoutItsFraming() {
      ledger.refuse(Reason.RATE_LIMITED, 10);
      ledger.advance(100);

      LedgerEntry entry = ledger.onlyEntry().entry();
      byte[] value = CODECS.refusal().encode(Sample.refusal(Reason.RATE_LIMITED, 10));
      RefusalBatch batch = RefusalBatch.EMPTY.with(Reason.RATE_LIMITED, 10, value);
      assertThat(entry.kind()).isEqualTo(EntryKind.REFUSALS);
      assertThat(entry.schema()).isEqualTo(CODECS.refusalBatch().fingerprint());
      assertThat(entry.payload()).isEqualTo(payload(CODECS.refusalBatch().encode(batch)));
    }

    @Test
    void foldOfAFloodIsThatOfTheCoreBatchByBatch() {
      long seed = 42;
      var random = new Random(seed);
      var reasons =
          List.of(Reason.RATE_LIMITED, Reason.RATE_LIMITED, Reason.BACKPRESSURE, Reason.MALFORMED);
      RefusalBatch expected = RefusalBatch.EMPTY;
      for (long offset = 0; offset < 1_000; offset++) {
        Reason reason = reasons.get(random.nextInt(reasons.size()));
        Refusal refusal = Sample.refusal(reason, offset);
        ledger.refuse(refusal);
        expected = expected.with(reason, offset, CODECS.refusal().encode(refusal));
        if (expected.count() == 256) {
          List<RefusalBatch> batches = ledger.batches();
          assertThat(batches.get(batches.size() - 1)).as("seed %d", seed).isEqualTo(expected);
          expected = RefusalBatch.EMPTY;
        }
      }
      ledger.advance(100);
      assertThat(ledger.batches()).hasSize(4);
      assertThat(ledger.batches().get(3)).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void foldCanBeRecomputedFromTheRefusedTopicAlone() throws NoSuchAlgorithmException {
      ledger.refuse(Reason.RATE_LIMITED, 5, 6, 9);
      ledger.advance(100);

      var fold = new byte[Hash.BYTES];
      for (long offset : new long[] {5, 6, 9}) {
        byte[] value = CODECS.refusal().encode(Sample.refusal(Reason.RATE_LIMITED, offset));
        var sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(fold);
        sha256.update(ByteBuffer.allocate(4).putInt(value.length).array());
        fold = sha256.digest(value);
      }
      assertThat(ledger.batches().get(0).ranges().get(0).fold()).isEqualTo(Hash.of(fold));
    }
  }

  @Nested
  class Misplaced {
    @Test
    void refusalOfAnUnreadableKeyHasNoKey() {
      ledger.refuse(Sample.refusal(Reason.NULL_KEY, 3, 0, ""));
      ledger.advance(100);

      assertThat(ledger.batches()).extracting(RefusalBatch::count).containsExactly(1);
      assertThat(ledger.deadLetters()).isEmpty();
    }

    @Test
    void refusalUnderAnotherKeyOrOfAnotherPartitionIsUnexpected() {
      byte[] value = CODECS.refusal().encode(Sample.refusal(Reason.RATE_LIMITED, 3));
      ledger.pipe(TOPICS.refused(), "deployer", value);
      ledger.pipe(TOPICS.refused(), null, value);
      ledger.refuse(Sample.refusal(Reason.RATE_LIMITED, 3, 1, "runaway"));
      ledger.advance(100);

      assertThat(ledger.entries()).isEmpty();
      assertThat(ledger.deadLetters())
          .hasSize(3)
          .extracting(LedgerStory.Dead::reason)
          .containsOnly("UNEXPECTED_RECORD");
    }
  }
}
