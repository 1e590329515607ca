package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.TestBroker;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.PublishedHead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Heads that are not those of their chain, and chains that are not those of their wall. */
class HeadsIT {
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

  @Nested
  class WrongHeads {
    @Test
    void aHeadOfAnotherDigestIsNamed() {
      wall.rows(draft);
      var head = new Chain.Head(ENTRIES, Hash.sha256(new byte[0]));
      wall.head(new PublishedHead(draft.origin, 0, head, draft.published().decisionsThrough()));

      Verified.assertFound(wall, "head 11");
    }

    @Test
    void aHeadThatPromisesMoreDecisionsThanThereAreIsNamed() {
      wall.rows(draft);
      wall.head(new PublishedHead(draft.origin, 0, draft.head(), 400));

      Verified.assertFound(wall, "head null");
    }

    @Test
    void aHeadThatGoesBackIsNamedAndTheFurthestOneCounts() {
      draft.rows.subList(9, ENTRIES).clear();
      wall.write(draft);
      wall.head(Draft.of(name, 0, 9).published());

      Verified.assertFound(wall, "head 9", "head null");
    }

    @Test
    void aDeletedHeadAndOneThatDoesNotDecodeAreNamed() {
      wall.write(draft);
      wall.head(0, "0", null);
      wall.head(0, "0", new byte[] {9});

      Verified.assertFound(wall, "head null", "head null");
    }

    @Test
    void aHeadUnderAnotherKeyIsNamed() {
      wall.write(draft);
      wall.head(0, "1", wall.wall().codecs().head().encode(draft.published()));

      Verified.assertFound(wall, "head null");
    }
  }

  @Nested
  class Foreign {
    @Test
    void anotherWallsEntriesDoNotStartFromThisGenesis() {
      Draft foreign = Draft.of("elsewhere", 0, ENTRIES);
      wall.rows(foreign);
      wall.head(
          new PublishedHead(
              draft.origin, 0, foreign.head(), foreign.published().decisionsThrough()));

      Verified.assertFound(wall, "prev 0");
    }

    @Test
    void anotherWallsLedgerIsValidUnderTheNameThatItsHeadsAgreeOnAndThatIsSaid() {
      wall.write(Draft.of("elsewhere", 0, ENTRIES));

      Cli run = wall.ledger("verify");

      assertThat(run.exit()).isZero();
      assertThat(run.err()).startsWith("origin name taken from the heads: elsewhere");
      assertThat(run.out()).contains("ledger 'elsewhere' is valid");
      Cli named = wall.ledger("verify", "--name", name);
      assertThat(named.exit()).isEqualTo(5);
      assertThat(named.out()).contains("prev: chain 0 seq 0", "a head of the chain 'elsewhere/0'");
    }

    @Test
    void aSecondChainsHeadAmongTheOwnIsNamed() {
      wall.write(draft);
      wall.head(Draft.of("elsewhere", 0, 3).published());

      Verified.assertFound(wall, "head null");
    }
  }
}
