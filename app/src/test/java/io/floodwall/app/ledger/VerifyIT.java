package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.TestBroker;
import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Promise 5: every way to damage a ledger is found, and named with its place. */
class VerifyIT {
  private static final int ENTRIES = 12;

  private static TestBroker broker;
  private static int walls;

  private String name;
  private TestWall wall;
  private Draft draft;

  @BeforeAll
  static void start() {
    broker = TestBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void draw() {
    walls++;
    name = TestBroker.wallName("wall-" + walls);
    wall = TestWall.create(broker, name + ".", 1);
    draft = Draft.of(name, 0, ENTRIES);
  }

  @AfterEach
  void disconnect() {
    wall.close();
  }

  private static LedgerEntry with(LedgerEntry entry, Hash digest, Bytes payload) {
    return new LedgerEntry(
        entry.seq(), entry.prev(), digest, entry.kind(), entry.schema(), payload);
  }

  private static Bytes flipped(Bytes bytes) {
    byte[] copy = bytes.toArray();
    copy[copy.length / 2] ^= 1;
    return Bytes.copyOf(copy);
  }

  @Nested
  class Sound {
    @Test
    void aLedgerAsItWasWrittenIsValid() {
      wall.write(draft);

      Cli text = wall.ledger("verify");

      assertThat(text.exit()).isZero();
      assertThat(text.lines())
          .containsExactly(
              "chain 0: 12 entries, head " + draft.head().digest() + ": valid",
              "ledger '" + name + "' is valid: 1 chain, 12 records");
      assertThat(text.err()).startsWith("not proven: ").hasLineCount(1);
      Cli json = wall.ledger("verify", "-o", "json");
      assertThat(json.exit()).isZero();
      assertThat(json.err()).isEmpty();
      assertThat(json.lines())
          .containsExactly(
              "{\"partition\":0,\"records\":12,\"size\":12,\"head\":\""
                  + draft.head().digest()
                  + "\",\"valid\":true,\"findings\":[],\"findings_count\":0}",
              "{\"valid\":true,\"chains\":1,\"records\":12,\"findings\":0}");
    }

    @Test
    void anEmptyLedgerIsValidAndStandsAtItsGenesis() {
      Cli run = wall.ledger("verify");

      assertThat(run.exit()).isZero();
      String genesis = Chain.genesis(name + "/0").digest().hex();
      assertThat(run.lines().get(0)).isEqualTo("chain 0: 0 entries, head " + genesis + ": valid");
    }

    @Test
    void entriesBehindTheHeadAreNoFault() {
      wall.rows(draft);
      wall.head(Draft.of(name, 0, 7).published());

      assertThat(wall.ledger("verify").exit()).isZero();
    }
  }

  @Nested
  class Altered {
    @Test
    void aPayloadFailsItsDigest() {
      LedgerEntry entry = draft.entry(3);
      draft.value(3, draft.row(with(entry, entry.digest(), flipped(entry.payload()))).bytes());
      wall.write(draft);

      Verified.assertFound(wall, "digest 3");
    }

    @Test
    void aPayloadWithItsDigestMadeToFitFailsTheNextLink() {
      LedgerEntry entry = draft.entry(3);
      Bytes payload = flipped(entry.payload());
      Hash digest = Chain.digest(entry.prev(), 3, entry.kind(), entry.schema(), payload);
      draft.value(3, draft.row(with(entry, digest, payload)).bytes());
      wall.write(draft);

      Verified.assertFound(wall, "prev 4");
    }

    @Test
    void aDigestFailsItselfAndTheNextLink() {
      LedgerEntry entry = draft.entry(3);
      draft.value(3, draft.row(with(entry, Hash.sha256(new byte[0]), entry.payload())).bytes());
      wall.write(draft);

      Verified.assertFound(wall, "digest 3", "prev 4");
    }

    @Test
    void aLastEntryWithItsDigestMadeToFitFailsTheHead() {
      LedgerEntry entry = draft.entry(ENTRIES - 1);
      Bytes payload = flipped(entry.payload());
      Hash digest = Chain.digest(entry.prev(), entry.seq(), entry.kind(), entry.schema(), payload);
      draft.value(ENTRIES - 1, draft.row(with(entry, digest, payload)).bytes());
      wall.write(draft);

      Verified.assertFound(wall, "head 11");
    }
  }

  @Nested
  class Moved {
    @Test
    void aDroppedEntryIsMissing() {
      draft.rows.remove(5);
      wall.write(draft);

      Verified.assertFound(wall, "seq 5");
    }

    @Test
    void theFirstEntriesDroppedAreMissing() {
      draft.rows.subList(0, 3).clear();
      wall.write(draft);

      Verified.assertFound(wall, "seq 0");
    }

    @Test
    void twoEntriesSwappedInTheLogAreOutOfOrder() {
      draft.swap(4, 5);
      wall.write(draft);

      Verified.assertFound(wall, "seq 4");
    }

    @Test
    void twoValuesSwappedUnderTheirKeysAreUnderTheWrongKey() {
      byte[] fourth = draft.rows.get(4).bytes();
      draft.value(4, draft.rows.get(5).bytes());
      draft.value(5, fourth);
      wall.write(draft);

      Verified.assertFound(wall, "key 5", "key 4", "seq 4");
    }

    @Test
    void aKeyWrittenTwiceIsNamed() {
      draft.rows.add(draft.rows.get(2));
      wall.write(draft);

      Verified.assertFound(wall, "key 2");
    }

    @Test
    void aCutTailIsMissedByTheHead() {
      draft.rows.subList(9, ENTRIES).clear();
      wall.write(draft);

      Verified.assertFound(wall, "head 9");
    }
  }

  @Nested
  class Destroyed {
    @Test
    void aTombstoneBehindTheEntryIsNamed() {
      draft.rows.add(new Draft.Row(draft.rows.get(6).key(), null));
      wall.write(draft);

      Verified.assertFound(wall, "tombstone 6");
    }

    @Test
    void anEntryReplacedByItsTombstoneIsNamedOnce() {
      draft.value(6, null);
      wall.write(draft);

      Verified.assertFound(wall, "tombstone 6");
    }

    @Test
    void garbageInPlaceOfAnEntryIsNamedOnce() {
      draft.value(6, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
      wall.write(draft);

      Verified.assertFound(wall, "bytes 6");
    }

    @Test
    void aTruncatedEntryIsNamedOnce() {
      draft.value(6, Arrays.copyOf(draft.rows.get(6).bytes(), 40));
      wall.write(draft);

      Verified.assertFound(wall, "bytes 6");
    }

    @Test
    void garbageUnderNobodysKeyIsNamedByItsPlace() {
      draft.rows.add(new Draft.Row("../../etc", Bytes.copyOf(new byte[1_000])));
      wall.write(draft);

      Verified.assertFound(wall, "bytes null");
    }
  }
}
