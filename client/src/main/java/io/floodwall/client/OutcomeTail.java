package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Standing;
import io.floodwall.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What stands of every decision on the log, kept up to date, in memory: one outcome a decision for
 * as long as the topic is kept.
 */
final class OutcomeTail implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final WallClient wall;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<Hash, Outcome> standing = new HashMap<>();
  private final List<TopicPartition> partitions = new ArrayList<>();

  /** A place on the log that one waits for. */
  record Place(int partition, long offset) {}

  /** Reads what there is. */
  OutcomeTail(WallClient wall) {
    this.wall = wall;
    this.consumer = wall.consumer();
    for (int p = 0; p < wall.partitions(consumer); p++) {
      partitions.add(new TopicPartition(wall.topics().outcomes(), p));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var ends = new HashSet<Place>();
    consumer
        .endOffsets(partitions)
        .forEach((partition, end) -> ends.add(new Place(partition.partition(), end - 1)));
    readTo(ends);
  }

  @Nullable Outcome standing(Hash decision) {
    return standing.get(decision);
  }

  /** Reads on until every place is passed; answers those whose outcome took effect. */
  Set<Place> readTo(Set<Place> places) {
    var tookEffect = new HashSet<Place>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    read(Duration.ZERO, places, tookEffect);
    while (places.stream().anyMatch(this::isAhead)) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("outcomes cannot be read to " + places);
      }
      read(STEP, places, tookEffect);
    }
    return tookEffect;
  }

  private boolean isAhead(Place place) {
    return consumer.position(partitions.get(place.partition())) <= place.offset();
  }

  private void read(Duration timeout, Set<Place> places, Set<Place> tookEffect) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      try {
        Outcome outcome = wall.codecs().outcome().decode(record.value());
        if (outcome.sourcePartition() != record.partition()) {
          continue;
        }
        var place = new Place(record.partition(), record.offset());
        if (Standing.takesEffect(standing.get(outcome.decision()), outcome)) {
          standing.put(outcome.decision(), outcome);
          if (places.contains(place)) {
            tookEffect.add(place);
          }
        }
      } catch (MalformedRecordException e) {
        // what does not decode says nothing of any attempt; the ledger keeps it as a dead letter
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
