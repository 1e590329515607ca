package io.floodwall.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Hash;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which tiles are kept, and when others are looked up. */
class TileShelfTest {
  private static final long NOW_MS = 100_000;
  private static final TileId ID = new TileId(0, 7);

  private int lookups;
  private @Nullable Tile lies;
  private final TileShelf shelf =
      new TileShelf(
          3,
          (at, wanted, width, nearMs) -> {
            lookups++;
            if (lies != null) {
              at.put(wanted, lies);
            }
          });

  private static Tile tile(int width) {
    return Tile.of(new byte[width * Hash.BYTES]);
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
    return new ConsumerRecord<>("floodwall.tiles", 3, 0, key.getBytes(UTF_8), value);
  }

  private Tile wanted(int width, long nowMs, long nearMs) {
    return shelf.source(nowMs, nearMs).tile(ID, width);
  }

  private void missing(int width, long nowMs, long nearMs) {
    assertThatThrownBy(() -> wanted(width, nowMs, nearMs)).isInstanceOf(MissingTileException.class);
  }

  @Test
  void aNarrowerTileDoesNotTakeAWiderOnesPlace() {
    shelf.put(record("3/0/7", new byte[5 * Hash.BYTES]));
    shelf.put(record("3/0/7", new byte[4 * Hash.BYTES]));
    assertThat(wanted(5, NOW_MS, 0).width()).isEqualTo(5);
    shelf.put(record("3/0/7", new byte[6 * Hash.BYTES]));
    assertThat(wanted(5, NOW_MS, 0).width()).isEqualTo(6);
    assertThat(lookups).isZero();
  }

  @Test
  void whatIsNoTileOfThePartitionIsPassedOver() {
    shelf.put(record("2/0/7", new byte[Hash.BYTES]));
    shelf.put(record("3/0/7/1", new byte[Hash.BYTES]));
    shelf.put(record("3/-1/7", new byte[Hash.BYTES]));
    shelf.put(record("3/0/x", new byte[Hash.BYTES]));
    shelf.put(record("3/0/7", new byte[Hash.BYTES + 1]));
    shelf.put(record("3/0/7", new byte[257 * Hash.BYTES]));
    shelf.put(record("3/0/7", null));
    shelf.put(new ConsumerRecord<>("floodwall.tiles", 3, 0, null, new byte[Hash.BYTES]));
    assertThat(shelf.has(ID, 1)).isFalse();
  }

  @Test
  void aTileOnItsWayIsWaitedForBeforeItIsLookedUp() {
    missing(1, NOW_MS, 0);
    missing(1, NOW_MS + TileShelf.PATIENCE_MS - 1, 0);
    assertThat(lookups).isZero();
    lies = tile(1);
    assertThat(wanted(1, NOW_MS + TileShelf.PATIENCE_MS, 0).width()).isEqualTo(1);
    assertThat(lookups).isEqualTo(1);
  }

  @Test
  void theTileOfAnOldEntryIsLookedUpAtOnce() {
    lies = tile(2);
    assertThat(wanted(2, NOW_MS, NOW_MS - TileShelf.ABSENT_MS - 1).width()).isEqualTo(2);
  }

  @Test
  void whatWasNotFoundIsNotLookedUpAgainForAWhile() {
    missing(1, NOW_MS, 1);
    assertThat(lookups).isEqualTo(1);
    missing(1, NOW_MS + TileShelf.ABSENT_MS - 1, 1);
    assertThat(lookups).isEqualTo(1);
    missing(1, NOW_MS + TileShelf.ABSENT_MS, 1);
    assertThat(lookups).isEqualTo(2);
  }

  @Test
  void theTilesUsedLatelyStay() {
    shelf.put(ID, tile(1));
    for (int i = 0; i < TileShelf.KEPT_MAX - 1; i++) {
      shelf.put(new TileId(1, i), tile(1));
    }
    assertThat(wanted(1, NOW_MS, 0).width()).isEqualTo(1);
    shelf.put(new TileId(2, 0), tile(1));
    assertThat(shelf.has(ID, 1)).isTrue();
    assertThat(shelf.has(new TileId(1, 0), 1)).isFalse();
    assertThat(shelf.has(new TileId(1, 1), 1)).isTrue();
  }
}
