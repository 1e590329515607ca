package io.floodwall.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.wall.Wall;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TiledTree;
import io.floodwall.schemas.Framed;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A partition's chain, tree and checkpoints as a test writes them. */
final class SealedChain {
  private final Wall wall;
  private final int partition;
  private final SignerKey key;
  private final List<Framed> decided = new ArrayList<>();
  private final TiledTree tree = new TiledTree();
  private Chain.Head head;

  SealedChain(Wall wall, int partition, SignerKey key) {
    this.wall = wall;
    this.partition = partition;
    this.key = key;
    this.head = Chain.genesis(origin());
  }

  String origin() {
    return "test/" + partition;
  }

  SignerKey key() {
    return key;
  }

  Chain.Head head() {
    return head;
  }

  /** The next decision's record. */
  void decided(byte[] value) throws MalformedRecordException {
    decided.add(wall.codecs().unframe(value));
  }

  /** Writes the entries of the first so many decisions. */
  void ledger(Producer<byte[], byte[]> producer, long decisions) {
    for (long seq = head.size(); seq < decisions; seq++) {
      entry(producer, next((int) seq));
    }
  }

  /** What would be the next entry, of this decision. */
  LedgerEntry next(int decision) {
    Framed of = decided.get(decision);
    return head.next(EntryKind.VERDICT, of.fingerprint(), of.payload());
  }

  /** Writes an entry, and nothing of it into the tree. */
  void entryUnsealed(Producer<byte[], byte[]> producer, LedgerEntry entry) {
    send(
        producer,
        wall.topics().ledger(),
        LedgerEntry.key(partition, entry.seq()),
        wall.codecs().ledgerEntry().encode(entry));
  }

  private void entry(Producer<byte[], byte[]> producer, LedgerEntry entry) {
    entryUnsealed(producer, entry);
    tree.append(Chain.leaf(entry), (id, tile) -> tile(producer, id, tile));
    head = head.after(entry);
  }

  /** Writes the tiles that are not full and a checkpoint of where the tree stands. */
  void seal(Producer<byte[], byte[]> producer) {
    sealBy(producer, key);
  }

  /** The same, signed by {@code by}. */
  void sealBy(Producer<byte[], byte[]> producer, SignerKey by) {
    if (tree.size() > 0) {
      tree.partial((id, tile) -> tile(producer, id, tile));
      checkpoint(producer, note(tree.size(), tree.root(), by));
    }
  }

  /** A checkpoint that {@code by} signs. */
  SignedNote note(long size, Hash root, SignerKey by) {
    var checkpoint = new Checkpoint(origin(), size, root);
    return SignedNote.sign(checkpoint.text(), by.named(origin()));
  }

  void checkpoint(Producer<byte[], byte[]> producer, SignedNote note) {
    String place = partition + "/" + tree.size();
    send(producer, wall.topics().checkpoints(), place, note.toString().getBytes(UTF_8));
  }

  /** The tile of a tree whose one leaf has this hash, which is the root as well. */
  static Tile tileOf(Hash leaf) {
    return Tile.of(leaf.toBytes());
  }

  void tile(Producer<byte[], byte[]> producer, TileId id, Tile tile) {
    send(producer, wall.topics().tiles(), partition + "/" + id, tile.bytes().toArray());
  }

  private void send(Producer<byte[], byte[]> producer, String topic, String at, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(topic, partition, at.getBytes(UTF_8), value));
  }
}
