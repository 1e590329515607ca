package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ledger of three chains, of which the middle one is damaged; and ledgers that are not there. */
class PartitionsIT {
  private static final String PREFIX = "three.";

  private static EmbeddedBroker broker;
  private static TestWall wall;
  private static Draft first;
  private static Draft last;

  @BeforeAll
  static void write() {
    broker = TestWall.startBroker(BrokerFolder.throwAway());
    wall = TestWall.create(broker, PREFIX, 3);
    first = Draft.of("three", 0, 6);
    last = Draft.of("three", 2, 9);
    Draft middle = Draft.of("three", 1, 8);
    middle.rows.remove(4);
    wall.write(first, middle, last);
  }

  @AfterAll
  static void stop() {
    wall.close();
    broker.close();
  }

  @Test
  void everyChainHasItsLineAndTheSummaryCountsAll() {
    Cli run = wall.ledger("verify");

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.lines())
        .hasSize(5)
        .contains(
            "chain 0: 6 entries, head " + first.head().digest() + ": valid",
            "chain 2: 9 entries, head " + last.head().digest() + ": valid",
            "ledger 'three' is NOT valid: 1 finding in 1 of 3 chains, 22 records");
  }

  @Test
  void onlyTheChainsAskedForAreChecked() {
    Cli run = wall.ledger("verify", "--partition", "0,2", "-o", "json");

    assertThat(run.exit()).isZero();
    assertThat(run.json()).hasSize(3);
    assertThat(run.json().get(1).get("partition").asInt()).isEqualTo(2);
    assertThat(wall.ledger("verify", "--partition", "1").exit()).isEqualTo(5);
  }

  @Test
  void aPartitionThatIsNotThereIsAWrongUse() {
    Cli run = wall.ledger("verify", "--partition", "7");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--partition 7: the ledger has partitions 0 to 2");
  }

  @Test
  void aChainsEntriesInAnotherPartitionAreNoneOfIts() {
    try (TestWall other = TestWall.create(broker, "mixed.", 2)) {
      Draft zero = Draft.of("mixed", 0, 3);
      Draft one = Draft.of("mixed", 1, 3);
      other.write(zero);
      one.rows.clear();
      one.rows.addAll(zero.rows);
      other.rows(one);

      Cli run = other.ledger("verify", "-o", "json");

      assertThat(run.exit()).isEqualTo(5);
      JsonNode findings = run.json().get(1).get("findings");
      assertThat(findings.findValuesAsText("check")).containsExactly("key", "prev", "key", "key");
    }
  }

  @Test
  void headsArePrintedPerChain() {
    Cli run = wall.ledger("head");

    assertThat(run.exit()).isZero();
    assertThat(run.lines())
        .hasSize(3)
        .contains("chain 0: 6 entries, head " + first.head().digest() + ", decisions through 2");
    JsonNode json = wall.ledger("head", "-o", "json").json().get(2);
    assertThat(json.toString())
        .isEqualTo(
            "{\"partition\":2,\"origin\":\"three/2\",\"size\":9,\"digest\":\""
                + last.head().digest()
                + "\",\"decisions_through\":5}");
  }

  @Test
  void aWallThatIsNotThereIsAnErrorThatNamesThoseThatAre() {
    Cli run = Cli.floodwall("ledger", "verify", "--bootstrap", broker.bootstrapServers());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("has no topic 'floodwall.ledger'")
        .contains("--prefix chooses another wall, there are: ")
        .contains(PREFIX);
  }

  @Test
  void aPrefixThatIsNoneIsAWrongUse() {
    Cli run =
        Cli.floodwall(
            "ledger", "cat", "--bootstrap", broker.bootstrapServers(), "--prefix", "no dot");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--prefix: ");
  }
}
