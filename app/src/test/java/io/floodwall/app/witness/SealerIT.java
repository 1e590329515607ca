package io.floodwall.app.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.FolderDeletion;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.tree.TiledTree;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is signed, on a real broker with real transactions: committed entries and nothing else. */
class SealerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITION = 0;

  private static Path data;
  private static SealedWall sealed;

  @BeforeAll
  static void raiseAWallThatSeals() throws Exception {
    data = Files.createTempDirectory("floodwall-sealer-");
    sealed = SealedWall.start(data);
  }

  @AfterAll
  static void takeItDown() {
    sealed.close();
    FolderDeletion.delete(data);
  }

  @Test
  void anEntryThatWasRolledBackIsNotSignedAndStopsNothing() throws Exception {
    sealed.grow("before", 2);
    List<LedgerEntry> before = entries();
    LedgerEntry last = before.get(before.size() - 1);
    LedgerEntry never =
        headOf(last).next(EntryKind.VERDICT, last.schema(), before.get(0).payload());
    Wall wall = sealed.wall();
    try (var gone = wall.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "rolls-back"))) {
      gone.initTransactions();
      gone.beginTransaction();
      String key = LedgerEntry.key(PARTITION, never.seq());
      byte[] value = wall.codecs().ledgerEntry().encode(never);
      var unused = gone.send(record(wall.topics().ledger(), key, value)); // see flush
      gone.flush();
      gone.abortTransaction();
    }
    sealed.grow("behind", 1);

    List<LedgerEntry> after = entries();
    assertThat(after).hasSizeGreaterThan(before.size()).doesNotContain(never);
    Checkpoint signed = Checkpoint.parse(sealed.checkpoints().get(PARTITION).text());
    assertThat(signed.size()).isEqualTo(after.size());
    assertThat(signed.root()).isEqualTo(rootOf(after));
  }

  @Test
  void aHeadThatTheEntriesDoNotLeadToStopsTheSealerBeforeItSignsAgain() throws Exception {
    Path own = Files.createTempDirectory("floodwall-sealer-lie-");
    try (SealedWall lied = SealedWall.start(own)) {
      lied.grow("before", 1);
      var signed = lied.checkpoints().get(PARTITION);
      Checkpoint at = Checkpoint.parse(signed.text());
      var lie = new Chain.Head(at.size(), Hash.sha256("another chain".getBytes(UTF_8)));
      Wall wall = lied.wall();
      var head = new PublishedHead(at.origin(), PARTITION, lie, 0);
      try (var liar = wall.producer(Map.of())) {
        byte[] value = wall.codecs().head().encode(head);
        liar.send(record(wall.topics().heads(), Integer.toString(PARTITION), value)).get();
      }
      Awaitility.await("the ledger stops")
          .atMost(PATIENCE)
          .until(
              () ->
                  lied.local().runners().stream()
                      .anyMatch(app -> app.health().state().equals("FAILED")));
      assertThat(lied.checkpoints().get(PARTITION)).isEqualTo(signed);
    } finally {
      FolderDeletion.delete(own);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
    return new ProducerRecord<>(topic, PARTITION, key.getBytes(UTF_8), value);
  }

  private static Chain.Head headOf(LedgerEntry last) {
    return new Chain.Head(last.seq() + 1, last.digest());
  }

  private static Hash rootOf(List<LedgerEntry> entries) {
    var tree = new TiledTree();
    entries.forEach(entry -> tree.append(Chain.leaf(entry), (id, tile) -> {}));
    return tree.root();
  }

  private static List<LedgerEntry> entries() throws MalformedRecordException {
    Wall wall = sealed.wall();
    var values = new ArrayList<byte[]>();
    new TopicReader(wall)
        .read(
            List.of(new TopicPartition(wall.topics().ledger(), PARTITION)),
            record -> values.add(record.value()));
    var entries = new ArrayList<LedgerEntry>();
    for (byte[] value : values) {
      entries.add(wall.codecs().ledgerEntry().decode(value));
    }
    return entries;
  }
}
