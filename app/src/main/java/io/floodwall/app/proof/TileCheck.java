package io.floodwall.app.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.app.ledger.Where;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TiledTree;
import io.floodwall.tlog.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares every stored tile, full or not, with the tree that the entries make. Of a stored tile
 * its digest is kept, not its bytes.
 */
final class TileCheck {
  private static final int TOLD_MAX = 20;

  private final int partition;
  private final Map<TileId, Map<Integer, Hash>> stored = new HashMap<>();
  private final TiledTree tree = new TiledTree();
  private final List<byte[]> edges = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private long count;
  private long compared;

  TileCheck(int partition) {
    this.partition = partition;
    for (int level = 0; level < TileId.LEVEL_MAX; level++) {
      edges.add(new byte[TileId.WIDTH * Hash.BYTES]);
    }
  }

  /** Takes in what is stored. */
  void read(SealedChain chain, String topic) {
    chain.read(
        topic,
        new TopicReader.Sink() {
          @Override
          public void record(ConsumerRecord<byte[], byte[]> record) {
            take(record);
          }

          @Override
          public void unreadable(TopicPartition at, long offset, KafkaException why) {
            fault(topic + "@" + offset + ": " + Where.why(why));
          }
        });
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      String[] key = new String(record.key(), UTF_8).split("/", -1);
      if (key.length != 3 || !key[0].equals(Integer.toString(partition))) {
        throw new IllegalArgumentException("the key is not of this chain");
      }
      var id = new TileId(Integer.parseInt(key[1]), Long.parseLong(key[2]));
      Tile tile = Tile.of(record.value());
      Hash digest = tile.bytes().sha256();
      Hash before = stored.computeIfAbsent(id, fresh -> new HashMap<>()).put(tile.width(), digest);
      if (before != null && !before.equals(digest)) {
        fault("tile " + id + " is stored twice with other hashes");
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      fault(Where.of(record) + ": not a tile: " + e.getMessage());
    }
  }

  /** The next entry. */
  void entry(LedgerEntry entry) {
    long index = tree.size();
    tree.append(
        Chain.leaf(entry),
        new TiledTree.Growth() {
          @Override
          public void filled(TileId id, Tile tile) {
            if (!stored.getOrDefault(id, Map.of()).containsKey(TileId.WIDTH)) {
              fault("the full tile " + id + " is missing");
            }
          }

          @Override
          public void added(int level, int place, Hash hash) {
            compare(level, place, hash, index);
          }
        });
  }

  private void compare(int level, int place, Hash hash, long index) {
    byte[] edge = edges.get(level);
    hash.copyTo(edge, place * Hash.BYTES);
    var id = new TileId(level, index >>> (TileId.HEIGHT * (level + 1)));
    Hash told = stored.getOrDefault(id, Map.of()).get(place + 1);
    if (told != null) {
      compared++;
      if (!Hash.sha256(Arrays.copyOf(edge, (place + 1) * Hash.BYTES)).equals(told)) {
        fault("tile " + id + " of " + (place + 1) + " hashes is not what the entries make");
      }
    }
  }

  private void fault(String problem) {
    count++;
    if (faults.size() < TOLD_MAX) {
      faults.add(problem);
    }
  }

  /** What came of it. */
  Check end() {
    stored.forEach(
        (id, widths) ->
            widths
                .keySet()
                .forEach(
                    width -> {
                      if (id.width(tree.size()) < width) {
                        fault("tile " + id + " has " + width + " hashes, the entries end before");
                      }
                    }));
    String range = compared + " stored tiles";
    if (count > 0) {
      String more = count > faults.size() ? "; and " + (count - faults.size()) + " more" : "";
      return new Check("tiles", Check.Status.FAIL, range, String.join("; ", faults) + more);
    }
    return compared == 0
        ? new Check("tiles", Check.Status.NOT_CHECKED, "-", "no tile is stored yet")
        : new Check("tiles", Check.Status.PASS, range, "as the entries make them");
  }
}
