package io.floodwall.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TileSource;
import io.floodwall.core.tree.TiledTree;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Framed;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The chain of partition 0 in memory: admitted decisions, their entries, tiles and checkpoints. */
final class SealedLog {
  static final String ORIGIN = "test/0";
  static final long WRITTEN_MS = 1_000_000;

  final SignerKey key;
  final List<LedgerEntry> entries = new ArrayList<>();
  private final List<Admitted> admitted = new ArrayList<>();
  private final Map<TileId, Tile> tiles = new HashMap<>();
  private final TiledTree tree = new TiledTree();
  private Chain.Head head = Chain.genesis(ORIGIN);

  SealedLog(SignerKey key) {
    this.key = key;
  }

  /** A log of a key of its own with so many decisions. */
  static SealedLog of(int decisions) {
    var log = new SealedLog(key("test"));
    for (int i = 0; i < decisions; i++) {
      log.decide("web");
    }
    return log;
  }

  static SignerKey key(String name) {
    try {
      return SignerKey.generate(name, new SecureRandom());
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Admits that a resource is applied, and gives that its entry. */
  Admitted decide(String resource) {
    Admitted one = admitted(entries.size(), resource);
    Framed of = framed(one.decision());
    LedgerEntry entry = head.next(EntryKind.VERDICT, of.fingerprint(), of.payload());
    tree.append(Chain.leaf(entry), tiles::put);
    tree.partial(tiles::put);
    head = head.after(entry);
    entries.add(entry);
    admitted.add(one);
    return one;
  }

  Admitted admitted(int seq) {
    return admitted.get(seq);
  }

  /** A decision as it lies on {@code admitted}, in the ledger or not. */
  static Admitted admitted(long seq, String resource) {
    Decision decision = decision(seq, resource, Verdict.ADMIT);
    Framed of = framed(decision);
    return new Admitted(0, decision, of.fingerprint(), of.payload().sha256(), WRITTEN_MS + seq);
  }

  static Decision decision(long seq, String resource, Verdict verdict) {
    var intent =
        Intent.of(
            "agent",
            Long.toString(seq),
            new Action.Apply(resource, "replicas: 2"),
            Priority.NORMAL,
            BlastRadius.CELL);
    var facts = new AdmissionFacts(0, seq, seq - 1, 1, new TokenBucket(1, 0, 0), 0, 1, 1, null);
    Reason reason = verdict == Verdict.ADMIT ? Reason.ADMITTED : Reason.POLICY;
    var ruling = new Ruling(verdict, reason, null, List.of(), Priority.NORMAL, BlastRadius.CELL);
    return new Decision(intent, facts, ruling, "floodwall.admitted", null, seq, 1);
  }

  static Framed framed(Decision decision) {
    try {
      return Codecs.pinned().unframe(Codecs.pinned().decision().encode(decision));
    } catch (MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The log's checkpoint of where it stands. */
  SignedNote note() {
    return noteBy(key);
  }

  SignedNote noteBy(SignerKey signer) {
    var checkpoint = new Checkpoint(ORIGIN, tree.size(), tree.root());
    return SignedNote.sign(checkpoint.text(), signer.named(ORIGIN));
  }

  /** A note's record. */
  static byte[] value(SignedNote note) {
    return note.toString().getBytes(UTF_8);
  }

  /** All that there is. */
  TileSource tiles() {
    return (id, width) -> {
      Tile tile = tiles.get(id);
      if (tile == null || tile.width() < width) {
        throw new MissingTileException(id, width, tile == null ? 0 : tile.width());
      }
      return tile;
    };
  }

  /** The same, with the first bit of each tile turned over. */
  TileSource lyingTiles() {
    return (id, width) -> {
      byte[] bytes = tiles().tile(id, width).bytes().toArray();
      bytes[0] ^= 1;
      return Tile.of(bytes);
    };
  }
}
