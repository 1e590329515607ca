package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kept folder, read with a broker of its own, whole and with bytes flipped on its disk. */
class DataFolderIT {
  private static final int ENTRIES = 12;

  @TempDir private Path temp;
  private Path data;
  private Draft draft;

  @BeforeEach
  void keep() {
    data = temp.resolve("data");
    draft = Draft.of("kept", 0, ENTRIES);
    try (EmbeddedBroker broker = TestWall.startBroker(BrokerFolder.kept(data));
        TestWall wall = TestWall.create(broker, "kept.", 1)) {
      wall.write(draft);
    }
  }

  private Cli ledger(String command, String... more) {
    var arguments = new ArrayList<>(List.of("ledger", command, "--data", data.toString()));
    arguments.addAll(List.of(more));
    return Cli.floodwall(arguments.toArray(String[]::new));
  }

  private Path segment() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("kafka/kept.ledger-0"))) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  /** Where the batch with this number starts in its segment. */
  private static int batch(byte[] segment, int number) {
    var in = ByteBuffer.wrap(segment);
    int at = 0;
    for (int i = 0; i < number; i++) {
      at += Long.BYTES + Integer.BYTES + in.getInt(at + Long.BYTES);
    }
    return at;
  }

  @Test
  void isFoundByItsTopicsReadAndLeftAsItWas() throws IOException {
    byte[] before = Files.readAllBytes(segment());

    Cli run = ledger("verify");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.lines().get(0))
        .isEqualTo("chain 0: 12 entries, head " + draft.head().digest() + ": valid");
    assertThat(segment()).hasBinaryContent(before);
    assertThat(ledger("head").exit()).isZero();
    assertThat(ledger("cat").lines()).hasSize(ENTRIES);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 21, 23, 45, 61, 150})
  void aByteFlippedInABatchIsFoundWithItsEntries(int byteOfBatch) throws IOException {
    byte[] segment = Files.readAllBytes(segment());
    segment[batch(segment, 1) + byteOfBatch] ^= 0x41;
    Files.write(segment(), segment);

    Cli json = ledger("verify", "-o", "json");
    Cli text = ledger("verify");

    assertThat(json.exit()).as(json.toString()).isEqualTo(5);
    JsonNode finding = json.json().get(0).get("findings").get(0);
    assertThat(finding.get("check").asText()).isEqualTo("bytes");
    assertThat(finding.get("seq").asInt()).isEqualTo(TestWall.BATCH);
    assertThat(finding.get("place").asText()).startsWith("kept.ledger-0@4 to ");
    assertThat(json.json().get(0).get("findings_count").asInt()).isEqualTo(1);
    assertThat(text.exit()).isEqualTo(5);
    assertThat(text.out()).contains("  bytes: chain 0 seq 4 at kept.ledger-0@4 to ");
    assertThat(text.err()).startsWith("not proven: ").hasLineCount(1);
  }

  @Test
  void catPrintsWhatIsLeftAndReplayRebuildsFromIt() throws IOException {
    byte[] segment = Files.readAllBytes(segment());
    segment[batch(segment, 1) + 150] ^= 1;
    Files.write(segment(), segment);

    Cli cat = ledger("cat", "-o", "json");
    Cli replay = ledger("replay", "-o", "json");

    assertThat(cat.exit()).isEqualTo(5);
    assertThat(cat.json())
        .extracting(entry -> entry.get("seq").asInt())
        .containsExactly(0, 1, 2, 3, 8, 9, 10, 11);
    assertThat(cat.err()).contains("kept.ledger-0@4: ", "  and so to kept.ledger-0@7");
    assertThat(replay.exit()).isEqualTo(5);
    assertThat(replay.json("finding")).hasSize(1);
    assertThat(replay.json("head").get(0).get("size").asInt()).isEqualTo(ENTRIES);
  }

  @Test
  void aDamagedHeadIsFoundToo() throws IOException {
    Path heads = data.resolve("kafka/kept.heads-0/00000000000000000000.log");
    byte[] bytes = Files.readAllBytes(heads);
    bytes[bytes.length - 1] ^= 1;
    Files.write(heads, bytes);

    Cli run = ledger("verify", "--name", "kept");

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.out()).contains("  head: chain 0 at kept.heads-0@0: ");
  }

  @Test
  void twoWallsInItHaveToBeToldApart() {
    try (EmbeddedBroker broker = TestWall.startBroker(BrokerFolder.kept(data));
        TestWall wall = TestWall.create(broker, "another.", 1)) {
      wall.write(Draft.of("another", 0, 3));
    }

    Cli run = ledger("verify");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("holds 2 walls; choose one with --prefix: another., kept.");
    assertThat(ledger("verify", "--prefix", "another.").out())
        .contains("ledger 'another' is valid");
  }

  @Test
  void aFolderInUseIsRefused() {
    try (EmbeddedBroker broker = TestWall.startBroker(BrokerFolder.kept(data))) {
      Cli run = ledger("verify");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains(data.toString(), "already uses it");
      assertThat(broker.folder().root()).isDirectory();
    }
  }

  @Test
  void aFolderWithoutDataOrWithoutALedgerIsAnError() {
    Path empty = temp.resolve("empty");
    TestWall.startBroker(BrokerFolder.kept(empty)).close();

    Cli none = Cli.floodwall("ledger", "verify", "--data", temp.resolve("nowhere").toString());
    Cli noLedger = Cli.floodwall("ledger", "verify", "--data", empty.toString());

    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("it does not exist");
    assertThat(noLedger.exit()).isEqualTo(1);
    assertThat(noLedger.err()).contains("holds no ledger");
  }

  @Test
  void aFolderAndAClusterAtOnceIsAWrongUse() {
    Cli run = ledger("verify", "--bootstrap", "127.0.0.1:1");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--data reads a folder and --bootstrap a cluster");
  }
}
