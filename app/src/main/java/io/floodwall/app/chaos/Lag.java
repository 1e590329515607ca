package io.floodwall.app.chaos;

import io.floodwall.app.wall.Wall;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far each application's committed position is behind the committed end of what it reads. */
final class Lag {
  private static final Duration LOOK_FOR_WORK = Duration.ofMillis(5);
  private static final Duration LOOK_FOR_QUIET = Duration.ofMillis(300);
  private static final Duration STILL_FOR = Duration.ofSeconds(1);

  private final Wall wall;
  private final int partitions;

  Lag(Wall wall) {
    this.wall = wall;
    this.partitions = wall.partitions();
  }

  /** Offsets between what {@code app} has committed and {@code ends}. */
  long unfinished(String app, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> committed = committed(app);
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
        .sum();
  }

  /** The ends of {@code app}'s sources now. */
  Map<TopicPartition, Long> ends(String app) {
    return ends(sources(app));
  }

  /** Waits for a moment at which {@code app} has work unfinished. */
  void awaitWork(String app) {
    Patience.LONG
        .lookingEvery(LOOK_FOR_WORK)
        .until(app + " has work unfinished", () -> unfinished(app, ends(app)) > 0);
  }

  /**
   * Waits until all three have read everything and nothing is written any more, as long as they get
   * on with it.
   */
  void awaitQuiet(Patience patience) {
    patience
        .lookingEvery(LOOK_FOR_QUIET)
        .untilOrStuck(
            "the wall is quiet",
            () -> isRead("admission") && isRead("gate") && isRead("ledger") && isStill(),
            () -> List.of(committed("admission"), committed("gate"), committed("ledger")));
  }

  /** How far {@code app} has committed. */
  Map<TopicPartition, Long> committed(String app) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        wall.cluster()
            .get(
                wall.cluster()
                    .admin()
                    .listConsumerGroupOffsets(wall.prefix() + app)
                    .partitionsToOffsetAndMetadata());
    var committed = new HashMap<TopicPartition, Long>();
    offsets.forEach(
        (partition, offset) -> {
          if (offset != null) {
            committed.put(partition, offset.offset());
          }
        });
    return committed;
  }

  private boolean isRead(String app) {
    return unfinished(app, ends(app)) == 0;
  }

  private boolean isStill() {
    Map<TopicPartition, Long> before = everything();
    Patience.pause(STILL_FOR);
    return before.equals(everything());
  }

  private Map<TopicPartition, Long> everything() {
    var topics = wall.topics();
    return ends(
        List.of(
            topics.intents(),
            topics.candidates(),
            topics.admitted(),
            topics.deferred(),
            topics.rejected(),
            topics.refused(),
            topics.ledger(),
            topics.heads()));
  }

  private Map<TopicPartition, Long> ends(List<String> topics) {
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    for (String topic : topics) {
      for (int p = 0; p < partitions; p++) {
        wanted.put(new TopicPartition(topic, p), OffsetSpec.latest());
      }
    }
    // the last stable offset: an open transaction's records are not there to be read yet
    var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    var ends = new HashMap<TopicPartition, Long>();
    wall.cluster()
        .get(wall.cluster().admin().listOffsets(wanted, options).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private List<String> sources(String app) {
    var topics = wall.topics();
    return switch (app) {
      case "admission" -> List.of(topics.intents(), topics.controls());
      case "gate" -> List.of(topics.candidates(), topics.policies());
      default ->
          List.of(
              topics.admitted(),
              topics.deferred(),
              topics.rejected(),
              topics.refused(),
              topics.outcomes(),
              topics.policies(),
              topics.controls());
    };
  }
}
