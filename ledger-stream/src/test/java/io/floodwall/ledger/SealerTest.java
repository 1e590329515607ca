package io.floodwall.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.tree.CompactRange;
import io.floodwall.core.tree.Proofs;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TileNodes;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.TrustPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealing: what was committed is read back, grown into a tree, and signed where it stands. */
class SealerTest {
  private static final String ORIGIN = "floodwall/0";

  @TempDir Path folder;
  private SignerKey key;
  private Map<String, String> sealing;

  @BeforeEach
  void makeAKey() throws Exception {
    key = SignerKey.generate("floodwall", new SecureRandom());
    Path file = folder.resolve("log.key");
    KeyFile.create(file, key);
    sealing = Map.of(LedgerConfig.KEY_FILES, file.toString());
  }

  @Test
  void aCheckpointIsTheSignedRootOfTheEntries() throws Exception {
    try (var story = new LedgerStory(sealing)) {
      story.decide(0, 1, 2);
      story.advance(20);

      Map<String, SignedNote> notes = notes(story);
      assertThat(notes).containsOnlyKeys("0/3");
      TrustPolicy policy = TrustPolicy.of(List.of(key.verifier().named(ORIGIN)));
      Checkpoint signed = policy.verified(notes.get("0/3"));
      assertThat(signed).isEqualTo(new Checkpoint(ORIGIN, 3, rootOf(story, 3)));
    }
  }

  @Test
  void checkpointsComeAtTheirIntervalAndOnlyWhenTheTreeGrew() {
    try (var story = new LedgerStory(sealing)) {
      story.decide(0);
      story.advance(20);
      assertThat(notes(story)).containsOnlyKeys("0/1");
      story.decide(1);
      story.advance(400);
      assertThat(notes(story)).isEmpty();
      story.decide(2);
      story.advance(100);
      assertThat(notes(story)).containsOnlyKeys("0/3");
      story.advance(60_000);
      assertThat(notes(story)).isEmpty();
    }
  }

  @Test
  void tilesHoldEveryHashThatACheckpointStandsOn() throws Exception {
    try (var story = new LedgerStory(sealing)) {
      var tiles = new HashMap<TileId, Tile>();
      for (int number = 0; number < 600; number++) {
        story.decide(number);
        if (number % 97 == 0) {
          story.advance(500);
        }
      }
      story.advance(500);
      tiles.putAll(tiles(story));
      Checkpoint last = null;
      for (SignedNote note : notes(story).values()) {
        Checkpoint signed = Checkpoint.parse(note.text());
        var nodes = new TileNodes((id, width) -> tiles.get(id).first(width), signed.size());
        assertThat(new Proofs(nodes).root(signed.size())).isEqualTo(signed.root());
        assertThat(signed.root()).isEqualTo(rootOf(story, (int) signed.size()));
        last = signed;
      }
      assertThat(last).isNotNull();
      assertThat(last.size()).isEqualTo(600);
      assertThat(tiles).hasSize(4).containsKeys(new TileId(0, 2), new TileId(1, 0));
    }
  }

  @Test
  void twoKeysBothSignWhileOneTakesOverFromTheOther() throws Exception {
    SignerKey next = SignerKey.generate("floodwall", new SecureRandom());
    Path second = folder.resolve("next.key");
    KeyFile.create(second, next);
    String both = sealing.get(LedgerConfig.KEY_FILES) + "," + second;
    try (var story = new LedgerStory(Map.of(LedgerConfig.KEY_FILES, both))) {
      story.decide(0);
      story.advance(20);
      SignedNote note = notes(story).get("0/1");
      for (SignerKey one : List.of(key, next)) {
        var policy = TrustPolicy.of(List.of(one.verifier().named(ORIGIN)));
        assertThat(policy.verified(note).size()).isEqualTo(1);
      }
    }
  }

  @Nested
  class WithoutAKey {
    @Test
    void nothingIsSignedAndFullTilesAreWritten() {
      try (var story = new LedgerStory()) {
        for (int number = 0; number < 300; number++) {
          story.decide(number);
        }
        story.advance(1_000);
        assertThat(notes(story)).isEmpty();
        assertThat(tiles(story)).containsOnlyKeys(new TileId(0, 0));
      }
    }

    @Test
    void orSwitchedOffNothingIsReadBack() {
      try (var story = new LedgerStory(Map.of(LedgerConfig.SEALER_ENABLED, "false"))) {
        story.decide(0);
        story.advance(1_000);
        assertThat(story.read(LedgerStory.TOPICS.checkpoints())).isEmpty();
      }
    }
  }

  @Nested
  class WhatIsNotTheNextEntry {
    private final Hash schema = Hash.sha256(new byte[] {1});

    @Test
    void stopsTheTaskUnsigned() {
      Chain.Head genesis = Chain.genesis(ORIGIN);
      LedgerEntry first = genesis.next(EntryKind.CONTROL, schema, Bytes.EMPTY);
      LedgerEntry second = genesis.after(first).next(EntryKind.CONTROL, schema, Bytes.EMPTY);
      LedgerEntry unsound =
          new LedgerEntry(0, first.prev(), schema, EntryKind.CONTROL, schema, Bytes.EMPTY);
      LedgerEntry unlinked = new Chain.Head(0, schema).next(EntryKind.CONTROL, schema, Bytes.EMPTY);
      refused(second, "0/0000000000000001", "entry 1 stands in its place");
      refused(first, "0/0000000000000001", "its key is 0/0000000000000001");
      refused(unsound, "0/0000000000000000", "its digest is not that of its fields");
      refused(unlinked, "0/0000000000000000", "does not link");
    }

    @Test
    void neitherDoesATombstoneOrGarbageGetSigned() {
      for (byte[] value : new byte[][] {null, {}, {1, 2, 3}}) {
        try (var story = new LedgerStory(sealing)) {
          assertThatThrownBy(
                  () -> story.pipe(LedgerStory.TOPICS.ledger(), "0/0000000000000000", value))
              .rootCause()
              .hasMessageContaining("broken at entry 0 and no more of it is signed");
        }
      }
    }

    @Test
    void isAStrangersRecordThatStopsNothingWhenItDoesNotEvenClaimToBeOne() {
      try (var story = new LedgerStory(sealing)) {
        story.decide(0);
        byte[] good = LedgerStory.CODECS.ledgerEntry().encode(story.entries().get(0).entry());
        for (String key : new String[] {null, "", "x", "1/0000000000000001", "0/1"}) {
          story.pipe(LedgerStory.TOPICS.ledger(), key, good);
        }
        assertThat(story.deadLetters())
            .extracting(LedgerStory.Dead::reason)
            .hasSize(5)
            .containsOnly("UNEXPECTED_RECORD");
        story.decide(1);
        story.advance(20);
        assertThat(notes(story)).containsOnlyKeys("0/2");
      }
    }

    @Test
    void aSecondWriterIsNoticed() {
      try (var story = new LedgerStory(sealing)) {
        story.decide(0);
        LedgerEntry again = story.entries().get(0).entry();
        assertThatThrownBy(
                () ->
                    story.pipe(
                        LedgerStory.TOPICS.ledger(),
                        "0/0000000000000000",
                        LedgerStory.CODECS.ledgerEntry().encode(again)))
            .rootCause()
            .hasMessageContaining("entry 0 stands in its place");
      }
    }

    private void refused(LedgerEntry entry, String key, String problem) {
      try (var story = new LedgerStory(sealing)) {
        assertThatThrownBy(
                () ->
                    story.pipe(
                        LedgerStory.TOPICS.ledger(),
                        key,
                        LedgerStory.CODECS.ledgerEntry().encode(entry)))
            .rootCause()
            .isInstanceOf(BrokenLedgerException.class)
            .hasMessageContaining(problem)
            .hasMessageContaining("floodwall ledger verify");
        story.advance(1_000);
        assertThat(notes(story)).isEmpty();
      }
    }
  }

  @Nested
  class AHeadThatTheEntriesDoNotLeadTo {
    @Test
    void stopsTheTaskWhetherItComesEarlyOrLate() {
      Hash other = Hash.sha256(new byte[] {9});
      var heads = new ToldHeads(ORIGIN, Chain.genesis(ORIGIN));
      heads.told(new Chain.Head(2, other));
      heads.reached(new Chain.Head(1, Hash.sha256(new byte[] {1})));
      assertThatThrownBy(() -> heads.reached(new Chain.Head(2, Hash.sha256(new byte[] {2}))))
          .isInstanceOf(BrokenLedgerException.class)
          .hasMessageContaining("chain of 2 entries ends with " + other);
      assertThatThrownBy(() -> heads.told(new Chain.Head(1, other)))
          .isInstanceOf(BrokenLedgerException.class);
      heads.told(new Chain.Head(1, Hash.sha256(new byte[] {1})));
    }

    @Test
    void stopsTheTopology() {
      try (var story = new LedgerStory(sealing)) {
        story.decide(0);
        var forged =
            new PublishedHead(ORIGIN, 0, new Chain.Head(1, Hash.sha256(new byte[] {7})), 0);
        assertThatThrownBy(
                () ->
                    story.pipe(
                        LedgerStory.TOPICS.heads(), "0", LedgerStory.CODECS.head().encode(forged)))
            .rootCause()
            .isInstanceOf(BrokenLedgerException.class);
      }
    }

    @Test
    void isNotOneThatDoesNotDecodeOrIsOfAnotherChain() {
      try (var story = new LedgerStory(sealing)) {
        story.decide(0);
        var other =
            new PublishedHead("other/0", 0, new Chain.Head(1, Hash.sha256(new byte[] {7})), 0);
        story.pipe(LedgerStory.TOPICS.heads(), "0", new byte[] {1, 2, 3});
        story.pipe(LedgerStory.TOPICS.heads(), "0", null);
        story.pipe(LedgerStory.TOPICS.heads(), "0", LedgerStory.CODECS.head().encode(other));
        assertThat(story.deadLetters())
            .extracting(LedgerStory.Dead::reason)
            .containsExactly("MALFORMED", "MALFORMED", "UNEXPECTED_RECORD");
        story.decide(1);
        story.advance(20);
        assertThat(notes(story)).containsOnlyKeys("0/2");
      }
    }

    @Test
    void isKeptForAWhileAndNotForEver() {
      var heads = new ToldHeads(ORIGIN, Chain.genesis(ORIGIN));
      for (int size = 1; size <= 3 * ToldHeads.KEPT_MAX; size++) {
        heads.reached(new Chain.Head(size, Hash.sha256(new byte[] {(byte) size})));
      }
      heads.told(new Chain.Head(1, Hash.sha256(new byte[] {99}))); // too old to be compared
    }
  }

  @Nested
  class KeyFiles {
    @Test
    void thatOthersCanReadAreRefused() throws Exception {
      Path file = folder.resolve("log.key");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      assertThatThrownBy(() -> new LedgerStory(sealing))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("chmod 600");
    }

    @Test
    void thatAreNoneAreRefusedWithoutRepeatingThem() throws Exception {
      Path file = folder.resolve("bad.key");
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, "PRIVATE+KEY+mistyped+secret");
      var bad = Map.of(LedgerConfig.KEY_FILES, file.toString());
      assertThatThrownBy(() -> new LedgerStory(bad))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("a secret key looks like")
          .hasMessageNotContaining("mistyped");
      var missing = Map.of(LedgerConfig.KEY_FILES, folder.resolve("none").toString());
      assertThatThrownBy(() -> new LedgerStory(missing))
          .hasMessageContaining("there is no key file");
    }
  }

  /** Checkpoints since the last call, by key. */
  private static Map<String, SignedNote> notes(LedgerStory story) {
    var notes = new LinkedHashMap<String, SignedNote>();
    story
        .read(LedgerStory.TOPICS.checkpoints())
        .forEach(
            record ->
                notes.put(
                    new String(record.key(), UTF_8),
                    LedgerStory.read(() -> parsed(record.value()))));
    return notes;
  }

  private static SignedNote parsed(byte[] note) {
    try {
      return SignedNote.parse(note);
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  /** The newest of each tile since the last call. */
  private static Map<TileId, Tile> tiles(LedgerStory story) {
    var tiles = new HashMap<TileId, Tile>();
    story
        .read(LedgerStory.TOPICS.tiles())
        .forEach(
            record -> {
              String[] place = new String(record.key(), UTF_8).split("/", -1);
              assertThat(place[0]).isEqualTo("0");
              tiles.put(
                  new TileId(Integer.parseInt(place[1]), Long.parseLong(place[2])),
                  Tile.of(record.value()));
            });
    return tiles;
  }

  private static Hash rootOf(LedgerStory story, int size) {
    var tree = new CompactRange();
    story.entries().stream()
        .limit(size)
        .forEach(written -> tree.append(Chain.leaf(written.entry())));
    return tree.root();
  }
}
