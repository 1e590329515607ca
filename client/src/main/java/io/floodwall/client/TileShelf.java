package io.floodwall.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TileSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A partition's tiles: those that came lately or were used lately; others are looked up where they
 * lie.
 */
final class TileShelf {
  /** The most tiles kept. */
  static final int KEPT_MAX = 128;

  /** How long a tile may be on its way before it is looked up. */
  static final long PATIENCE_MS = 300;

  /** How long a tile that was looked up and not found is taken as not there. */
  static final long ABSENT_MS = 5_000;

  private final int partition;
  private final Lookup lookup;
  private final Map<TileId, Tile> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<TileId, Long> lookAgainMs = new HashMap<>();

  TileShelf(int partition, Lookup lookup) {
    this.partition = partition;
    this.lookup = lookup;
  }

  /** Where tiles lie. */
  @FunctionalInterface
  interface Lookup {
    /**
     * Puts tiles on the shelf until {@code wanted} is among them, or there are no more.
     *
     * @param nearMs about when it was written, or 0 when that is not known
     */
    void find(TileShelf shelf, TileId wanted, int width, long nearMs);
  }

  /** A record of the topic; one that is no tile of this partition is passed over. */
  void put(ConsumerRecord<byte[], byte[]> record) {
    TileId id = record.key() == null ? null : id(new String(record.key(), UTF_8));
    if (id != null) {
      putIf(id, record);
    }
  }

  /** A record of the topic, if it is this tile. */
  void putIf(TileId wanted, ConsumerRecord<byte[], byte[]> record) {
    String key = partition + "/" + wanted;
    if (record.value() != null
        && record.key() != null
        && key.equals(new String(record.key(), UTF_8))) {
      try {
        put(wanted, Tile.of(record.value()));
      } catch (IllegalArgumentException e) {
        return; // what is no tile proves nothing: who needs it finds it missing
      }
    }
  }

  void put(TileId id, Tile tile) {
    Tile known = kept.get(id);
    if (known == null || known.width() < tile.width()) {
      kept.put(id, tile);
    }
    if (kept.size() > KEPT_MAX) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  boolean has(TileId id, int width) {
    Tile tile = kept.get(id);
    return tile != null && tile.width() >= width;
  }

  /** The tiles; one that is not kept was written at about {@code nearMs}, or 0. */
  TileSource source(long nowMs, long nearMs) {
    return (id, width) -> {
      if (!has(id, width)) {
        fetch(id, width, nowMs, nearMs);
      }
      Tile tile = kept.get(id);
      if (tile == null || tile.width() < width) {
        throw new MissingTileException(id, width, tile == null ? 0 : tile.width());
      }
      lookAgainMs.remove(id);
      return tile;
    };
  }

  private void fetch(TileId id, int width, long nowMs, long nearMs) {
    boolean isOld = nearMs > 0 && nowMs - nearMs > ABSENT_MS;
    Long due = lookAgainMs.putIfAbsent(id, nowMs + PATIENCE_MS);
    if (due == null ? isOld : nowMs >= due) {
      lookup.find(this, id, width, nearMs);
      lookAgainMs.put(id, nowMs + ABSENT_MS);
    }
  }

  /** The tile that {@code <partition>/<level>/<number>} names, or null. */
  private @Nullable TileId id(String key) {
    String[] parts = key.split("/", -1);
    try {
      return parts.length == 3 && parts[0].equals(Integer.toString(partition))
          ? new TileId(Integer.parseInt(parts[1]), Long.parseLong(parts[2]))
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
