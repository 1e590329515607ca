package io.floodwall.app.witness;

import io.floodwall.app.wall.Wall;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.tlog.TileProofs;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Fetches tiles from their topic, each from the place that a {@link LogView} knows. For one thread.
 */
final class TopicShelf implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int POLLS_MAX = 100;

  private final LogView view;
  private final String topic;
  private final Consumer<byte[], byte[]> consumer;

  TopicShelf(Wall wall, LogView view) {
    this.view = view;
    this.topic = wall.topics().tiles();
    this.consumer = wall.consumer();
  }

  /** The tiles of one chain. */
  TileProofs.Shelf of(int partition) {
    return wanted -> fetch(partition, wanted);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private Map<TileId, Tile> fetch(int partition, Set<TileId> wanted) {
    var tiles = new HashMap<TileId, Tile>();
    var place = new TopicPartition(topic, partition);
    consumer.assign(List.of(place));
    for (TileId id : wanted) {
      view.offset(partition, id)
          .flatMap(offset -> at(place, offset))
          .ifPresent(bytes -> tiles.put(id, Tile.of(bytes)));
    }
    return tiles;
  }

  /** The value at an offset, unless the cleaner has taken it: then a newer record has come. */
  private Optional<byte[]> at(TopicPartition place, long offset) {
    consumer.seek(place, offset);
    for (int polls = 0; polls < POLLS_MAX; polls++) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL).records(place)) {
        return found.offset() == offset ? Optional.ofNullable(found.value()) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
