package io.floodwall.app.witness;

import io.floodwall.core.tree.TileId;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topics say of a wall's chains: the newest checkpoint of each, and where the newest
 * record of each tile lies. Tiles stay in Kafka: a place costs a few bytes, a tile 8 KiB.
 *
 * <p>One thread tells it records, others look.
 */
final class LogView {
  private static final int KEY_PARTS = 3;

  private final String checkpoints;
  private final Consumer<String> talk;
  private final Map<Integer, Signed> newest = new ConcurrentHashMap<>();
  private final Map<Place, Long> tiles = new ConcurrentHashMap<>();

  /** A view of the wall whose checkpoints lie on this topic; its tiles lie on the other one. */
  LogView(String checkpoints, Consumer<String> talk) {
    this.checkpoints = checkpoints;
    this.talk = talk;
  }

  /** A checkpoint, and the note that it stands in. */
  record Signed(Checkpoint checkpoint, SignedNote note) {}

  private record Place(int partition, TileId tile) {}

  /** The partitions that have a checkpoint. */
  Set<Integer> partitions() {
    return new TreeSet<>(newest.keySet());
  }

  /** The newest checkpoint of a chain. */
  Optional<Signed> newest(int partition) {
    return Optional.ofNullable(newest.get(partition));
  }

  /** The offset of a tile's newest record. */
  Optional<Long> offset(int partition, TileId tile) {
    return Optional.ofNullable(tiles.get(new Place(partition, tile)));
  }

  /** A record of either topic; one that is not what it should be is told and passed over. */
  void see(ConsumerRecord<byte[], byte[]> found) {
    try {
      if (found.key() == null || found.value() == null) {
        return;
      }
      if (found.topic().equals(checkpoints)) {
        SignedNote note = SignedNote.parse(found.value());
        newest.put(found.partition(), new Signed(Checkpoint.parse(note.text()), note));
      } else {
        tiles.put(new Place(found.partition(), tile(found.key())), found.offset());
      }
    } catch (FormatException | IllegalArgumentException e) {
      talk.accept(
          found.topic()
              + "-"
              + found.partition()
              + " at offset "
              + found.offset()
              + " is passed over: "
              + e.getMessage());
    }
  }

  /** The tile that a key, {@code <partition>/<level>/<number>}, names. */
  private static TileId tile(byte[] key) {
    String[] parts = new String(key, StandardCharsets.UTF_8).split("/", -1);
    if (parts.length != KEY_PARTS) {
      throw new IllegalArgumentException("its key does not name a tile");
    }
    return new TileId(Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
  }
}
