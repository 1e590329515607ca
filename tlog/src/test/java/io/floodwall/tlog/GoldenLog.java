package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.CompactRange;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Proofs;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TileNodes;
import io.floodwall.core.tree.TiledTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole small log of one chain, every byte of it fixed: the golden vectors of {@code
 * docs/ledger-format.md}. Another salt makes another history of the same length.
 */
final class GoldenLog {
  static final String NAME = "golden";
  static final String ORIGIN = "golden/0";
  static final int ENTRIES = 300;

  /** The sizes that are signed; ten entries come behind the last. */
  static final List<Integer> SIGNED = List.of(1, 2, 255, 256, 257, 290);

  /** The sizes that the witness cosigned. */
  static final List<Integer> WITNESSED = List.of(1, 256);

  static final SignerKey LOG = Sample.key(NAME, 1);
  static final SignerKey WITNESS = Sample.key("witness.example/w1", 2);

  private static final long TIME_SECONDS = 1_767_225_600; // the first second of 2026
  private static final Hash SCHEMA = Hash.sha256("schema".getBytes(UTF_8));

  private final List<LedgerEntry> entries;
  private final SignerKey key;

  private GoldenLog(List<LedgerEntry> entries, SignerKey key) {
    this.entries = List.copyOf(entries);
    this.key = key;
  }

  /** The log, or another history under the same name. */
  static GoldenLog of(String salt) {
    var entries = new ArrayList<LedgerEntry>();
    Chain.Head head = Chain.genesis(ORIGIN);
    for (int i = 0; i < ENTRIES; i++) {
      EntryKind kind = EntryKind.of(1 + i % 5);
      LedgerEntry entry = head.next(kind, SCHEMA, payload(salt, i));
      entries.add(entry);
      head = head.after(entry);
    }
    return new GoldenLog(entries, LOG);
  }

  /** {@code golden entry 7: .......}, with as many dots as the number says, modulo 50. */
  private static Bytes payload(String salt, int i) {
    return Bytes.copyOf((salt + "golden entry " + i + ": " + ".".repeat(i % 50)).getBytes(UTF_8));
  }

  /** These entries instead, whatever they are. */
  GoldenLog with(List<LedgerEntry> others) {
    return new GoldenLog(others, key);
  }

  /** Signed by another. */
  GoldenLog signedBy(SignerKey other) {
    return new GoldenLog(entries, other);
  }

  List<LedgerEntry> entries() {
    return entries;
  }

  Chain.Head head() {
    LedgerEntry last = entries.get(entries.size() - 1);
    return new Chain.Head(last.seq() + 1, last.digest());
  }

  CompactRange tree(int size) {
    var tree = new CompactRange();
    entries.subList(0, size).forEach(entry -> tree.append(Chain.leaf(entry)));
    return tree;
  }

  SignedNote checkpoint(int size) {
    return SignedNote.sign(
        new Checkpoint(ORIGIN, size, tree(size).root()).text(), key.named(ORIGIN));
  }

  /** The checkpoint's text under the witness's signature alone, as it lies on its topic. */
  SignedNote cosignature(int size) {
    String text = checkpoint(size).text();
    return new SignedNote(text, List.of(WITNESS.cosign(text, TIME_SECONDS + size)));
  }

  /** The last tile of each place of the tree of {@code size} entries. */
  Map<TileId, Tile> tiles(int size) {
    var tiles = new TreeMap<TileId, Tile>((a, b) -> a.toString().compareTo(b.toString()));
    var tree = new TiledTree();
    for (LedgerEntry entry : entries.subList(0, size)) {
      tree.append(Chain.leaf(entry), tiles::put);
    }
    tree.partial(tiles::put);
    return tiles;
  }

  Proofs proofs(int size) {
    return proofs(tiles(size), size);
  }

  /** Proofs out of these tiles, whatever is in them. */
  static Proofs proofs(Map<TileId, Tile> tiles, int size) {
    return new Proofs(
        new TileNodes(
            (id, width) -> {
              Tile tile = tiles.get(id);
              if (tile == null || tile.width() < width) {
                throw new MissingTileException(id, width, tile == null ? 0 : tile.width());
              }
              return tile.first(width);
            },
            size));
  }

  /** The receipt of an entry under a checkpoint, with the witness's word where it gave it. */
  TlogProof receipt(int index, int size, boolean full) {
    LedgerEntry entry = entries.get(index);
    SignedNote note = checkpoint(size);
    if (WITNESSED.contains(size)) {
      note = note.with(cosignature(size).signatures().get(0));
    }
    byte[] rest = full ? Chain.hashed(entry).toArray() : Chain.leaf(entry).toBytes();
    byte[] extra = new byte[1 + rest.length];
    extra[0] = (byte) (full ? 1 : 0);
    System.arraycopy(rest, 0, extra, 1, rest.length);
    return new TlogProof(
        Bytes.copyOf(extra), index, proofs(size).inclusion(index, size).path(), note);
  }

  /** The policy that trusts the log and asks for the witness. */
  String policy() {
    return "log "
        + LOG.named(ORIGIN).verifier()
        + "\nwitness w1 "
        + WITNESS.cosigner()
        + "\nquorum w1\n";
  }

  /** What is written to a bundle behind its keys. */
  interface Writing {
    void to(BundleWriter out) throws IOException;
  }

  static byte[] bundle(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new BundleWriter(bytes, List.of(LOG.verifier()))) {
      writing.to(out);
      out.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A bundle of everything. */
  byte[] bundle() {
    return bundle(head(), SIGNED, WITNESSED);
  }

  /** A bundle with this head, signed and cosigned at these sizes. */
  byte[] bundle(Chain.Head head, List<Integer> signed, List<Integer> witnessed) {
    return bundle(
        out -> {
          out.chain(ORIGIN, 0, Chain.genesis(ORIGIN).digest(), List.of());
          out.head(head);
          for (int size : signed) {
            out.checkpoint(bytes(checkpoint(size)));
          }
          for (int size : witnessed) {
            out.cosignature(bytes(cosignature(size)));
          }
          for (LedgerEntry entry : entries) {
            out.entry(entry);
          }
        });
  }

  /** A bundle of the entries from {@code from} on. */
  byte[] range(int from) {
    return bundle(
        out -> {
          out.chain(ORIGIN, from, entries.get(from).prev(), tree(from).subtrees());
          out.head(head());
          for (int size : SIGNED) {
            if (size > from) {
              out.checkpoint(bytes(checkpoint(size)));
            }
          }
          for (LedgerEntry entry : entries.subList(from, ENTRIES)) {
            out.entry(entry);
          }
        });
  }

  static byte[] bytes(SignedNote note) {
    return note.toString().getBytes(UTF_8);
  }
}
