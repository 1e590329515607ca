package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TiledTree;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a receipt weighs in a log of a million entries. */
final class ReceiptSizeTest {
  private static final int ENTRIES = 1_000_000;
  private static final int BYTES_MAX = 1_200;
  private static final LedgerEntry ENTRY =
      new Chain.Head(654_321, Hash.sha256(new byte[] {1}))
          .next(EntryKind.VERDICT, Hash.sha256(new byte[] {2}), Bytes.copyOf(new byte[512]));

  @Test
  void aMillionEntriesFitInTwelveHundredBytes() throws Exception {
    var tree = new TiledTree();
    Map<TileId, Tile> tiles = new HashMap<>();
    for (int i = 0; i < ENTRIES; i++) {
      tree.append(i == ENTRY.seq() ? Chain.leaf(ENTRY) : leaf(i), tiles::put);
    }
    tree.partial(tiles::put);
    var checkpoint = new Checkpoint(GoldenLog.ORIGIN, tree.size(), tree.root());
    SignerKey key = GoldenLog.LOG.named(GoldenLog.ORIGIN);
    var note = new SignedNote(checkpoint.text(), List.of(key.sign(checkpoint.text())));

    Receipt receipt = Receipt.of(ENTRY, note, (id, width) -> tiles.get(id), false);

    assertThat(receipt.proof().toString().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(BYTES_MAX);
    assertThat(
            receipt
                .proof()
                .verify(Chain.leaf(ENTRY), TrustPolicy.of(List.of(key.verifier())))
                .size())
        .isEqualTo(ENTRIES);
  }

  private static Hash leaf(int i) {
    return Hash.of(ByteBuffer.allocate(Hash.BYTES).putInt(i).array());
  }
}
