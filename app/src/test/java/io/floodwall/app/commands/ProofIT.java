package io.floodwall.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What an outsider checks: receipts, bundles and the whole ledger, of a wall that runs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProofIT {
  private static final int INTENTS = 400;

  @TempDir private static Path folder;
  private static RunningWall wall;
  private static String vkey;
  private static Path bundle;

  @BeforeAll
  static void flood() {
    wall =
        RunningWall.start(
            Map.of("floodwall.rate.burst", "1000", "floodwall.sealer.interval.ms", "50"));
    vkey = wall.local().logKey().orElseThrow().verifier().toString();
    var intents = new StringBuilder();
    for (int i = 0; i < INTENTS; i++) {
      intents
          .append("{\"agent\":\"deployer\",\"id\":\"")
          .append(i)
          .append("\",\"action\":\"scale\",\"resource\":\"web\",\"replicas\":3}\n");
    }
    Said said = wall.typeWith(intents.toString(), "submit", "--wait");
    assertThat(said.exit()).as(said.err()).isZero();
    bundle = folder.resolve("ledger.bundle");
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
  }

  @Test
  @Order(1)
  void aReceiptIsCheckedWithNothingButItsFileAndTheKey() throws Exception {
    Path file = folder.resolve("r.tlog-proof");
    Said made = wall.type("receipt", "deployer/300", "--out", file.toString());
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(Files.size(file)).isLessThan(1_200);

    Said good = Said.by("receipt", "verify", file.toString(), "--vkey", vkey);
    assertThat(good.exit()).as(good.out()).isZero();
    assertThat(good.out())
        .contains("PASS         inclusion: entry ")
        .contains("PASS         signature: a trusted key of floodwall/")
        .contains("NOT CHECKED  witnesses: no policy was given");
  }

  @Test
  @Order(2)
  void aFullReceiptNamesTheDecision() throws Exception {
    Path file = folder.resolve("full.tlog-proof");
    wall.type("receipt", "deployer/17", "--full", "--out", file.toString());
    JsonNode told =
        Said.by("receipt", "verify", file.toString(), "--vkey", vkey, "-o", "json").json().get(0);
    assertThat(told.get("valid").asBoolean()).isTrue();
    assertThat(told.get("decision").get("id").asText()).isEqualTo("17");
    assertThat(told.get("decision").get("verdict").asText()).isEqualTo("admit");

    String text = Files.readString(file);
    Path bent = folder.resolve("bent.tlog-proof");
    Files.writeString(bent, text.replaceFirst("index \\d+", "index 0"));
    Said bad = Said.by("receipt", "verify", bent.toString(), "--vkey", vkey, "-o", "json");
    assertThat(bad.exit()).isEqualTo(5);
    assertThat(bad.json().get(0).get("valid").asBoolean()).isFalse();
  }

  @Test
  @Order(3)
  void exitCodesSayWhatIsMissing() {
    Said nobody = wall.type("receipt", "nobody/1");
    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(nobody.err()).contains("the ledger has no decision on nobody/1");
    assertThat(Said.by("receipt", "verify", "none", "--vkey", vkey).exit()).isEqualTo(1);
    assertThat(Said.by("receipt", "verify", "none").exit()).isEqualTo(2);
    assertThat(Said.by("receipt", "verify", "none", "--vkey", "garbage").err())
        .contains("--vkey: a verifier key looks like");
    assertThat(Said.by("verify", "--bundle", folder.resolve("none").toString()).exit())
        .isEqualTo(1);
  }

  @Test
  @Order(4)
  void fsckMakesEverythingAgain() throws Exception {
    settled();
    Said said = wall.type("fsck", "--vkey", vkey, "-o", "json");
    assertThat(said.exit()).as(said.out() + said.err()).isZero();
    JsonNode told = said.json().get(0);
    assertThat(told.get("valid").asBoolean()).isTrue();
    int chain = Topics.partitionOf("deployer", RunningWall.PARTITIONS);
    var checks = new ArrayList<String>();
    told.get("chains")
        .get(chain)
        .get("checks")
        .forEach(
            check -> checks.add(check.get("check").asText() + " " + check.get("status").asText()));
    assertThat(checks)
        .containsExactly(
            "sequence PASS",
            "links PASS",
            "digests PASS",
            "head PASS",
            "tree PASS",
            "signatures PASS",
            "witnesses NOT CHECKED",
            "tiles PASS");
    assertThat(wall.type("fsck", "--vkey", vkey).out()).endsWith("valid: no check failed\n");
  }

  @Test
  @Order(5)
  void aBundleIsCheckedWithoutABroker() throws Exception {
    Said made = wall.type("ledger", "bundle", "--out", bundle.toString());
    assertThat(made.exit()).as(made.err()).isZero();
    Said good = Said.by("verify", "--bundle", bundle.toString(), "--vkey", vkey);
    assertThat(good.exit()).as(good.out()).isZero();
    assertThat(good.out()).doesNotContain("FAIL").contains("every byte is accounted for");

    byte[] bent = Files.readAllBytes(bundle);
    bent[bent.length / 2] ^= 1;
    Path bad = folder.resolve("bad.bundle");
    Files.write(bad, bent);
    assertThat(Said.by("verify", "--bundle", bad.toString(), "--vkey", vkey).exit()).isEqualTo(5);
    assertThat(wall.type("ledger", "bundle", "--out", bundle.toString()).err())
        .contains("exists already");
  }

  @Test
  @Order(6)
  void aPartStartsFromTheTreeBeforeIt() throws Exception {
    int chain = Topics.partitionOf("deployer", RunningWall.PARTITIONS);
    Path part = folder.resolve("part.bundle");
    Said made =
        wall.type(
            "ledger",
            "bundle",
            "--out",
            part.toString(),
            "--partition",
            "" + chain,
            "--from",
            "100");
    assertThat(made.exit()).as(made.err()).isZero();
    JsonNode told =
        Said.by("verify", "--bundle", part.toString(), "--vkey", vkey, "-o", "json").json().get(0);
    assertThat(told.get("valid").asBoolean()).as(told.toString()).isTrue();
    assertThat(told.get("chains").get(0).get("from").asLong()).isEqualTo(100);
    assertThat(told.get("chains").get(0).get("not_proven").toString())
        .contains("entries 0 to 99: they are not here");
  }

  @Test
  @Order(7)
  void aForgedTileAndASecondWriterAreFound() throws Exception {
    int chain = Topics.partitionOf("deployer", RunningWall.PARTITIONS);
    write(wall.local().wall().topics().tiles(), chain, chain + "/0/0", new byte[32 * 256]);
    Said tiles = wall.type("fsck", "--vkey", vkey, "--partition", "" + chain);
    assertThat(tiles.exit()).isEqualTo(5);
    assertThat(tiles.out()).contains("FAIL         tiles").contains("NOT VALID: a check failed");

    LedgerEntry forged =
        new Chain.Head(1, Hash.sha256(new byte[] {1}))
            .next(EntryKind.CONTROL, Hash.sha256(new byte[] {2}), Bytes.EMPTY);
    byte[] value = wall.local().wall().codecs().ledgerEntry().encode(forged);
    write(wall.local().wall().topics().ledger(), chain, LedgerEntry.key(chain, 1), value);
    Said entries = wall.type("fsck", "--vkey", vkey, "--partition", "" + chain, "-o", "json");
    assertThat(entries.exit()).isEqualTo(5);
    assertThat(entries.out()).contains("entry 1 stands where");
    Said export = wall.type("ledger", "bundle", "--out", folder.resolve("x").toString());
    assertThat(export.exit()).isEqualTo(5);
    assertThat(folder.resolve("x")).doesNotExist();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(wall.local().runners())
                    .as("the sealer stops rather than sign that")
                    .anyMatch(runner -> runner.health().state().equals("FAILED")));
  }

  /** Until nothing is unsigned: what is read while it is written is checked as far as it goes. */
  private static void settled() {
    Awaitility.await()
        .untilAsserted(
            () -> {
              String told = wall.type("fsck", "--vkey", vkey, "-o", "json").out();
              assertThat(told).doesNotContain("no checkpoint covers them");
            });
  }

  private static void write(String topic, int partition, String key, byte[] value)
      throws Exception {
    try (var producer = wall.local().wall().producer(Map.of())) {
      producer.send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value)).get();
    }
  }
}
