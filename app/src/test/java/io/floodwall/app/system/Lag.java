package io.floodwall.app.system;

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
import org.awaitility.Awaitility;

/** How far each application's committed position is behind the committed end of what it reads. */
final class Lag {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Wall wall;

  Lag(Wall wall) {
    this.wall = wall;
  }

  /** Offsets between what {@code app} has committed and the ends of its sources. */
  long of(String app) {
    Map<String, Long> committed = committed(app);
    return ends(app).entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
        .sum();
  }

  /** The ends of {@code app}'s sources now, as a mark to get past. */
  Map<String, Long> ends(String app) {
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    int partitions = wall.partitions();
    for (String topic : sources(app)) {
      for (int p = 0; p < partitions; p++) {
        wanted.put(new TopicPartition(topic, p), OffsetSpec.latest());
      }
    }
    // the last stable offset: an open transaction's records are not there to be read yet
    var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    var ends = new HashMap<String, Long>();
    wall.cluster()
        .get(wall.cluster().admin().listOffsets(wanted, options).all())
        .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
    return ends;
  }

  /** Waits for a moment at which {@code app} has work unfinished; fails if it never does. */
  void awaitBehind(String app) {
    Awaitility.await(app + " has work unfinished")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> of(app) > 0);
  }

  /** Waits until {@code app} has committed past {@code mark}. */
  void awaitPast(String app, Map<String, Long> mark) {
    Awaitility.await(app + " gets past where it was killed")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              Map<String, Long> committed = committed(app);
              return mark.entrySet().stream()
                  .allMatch(
                      end ->
                          end.getValue() == 0
                              || committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
            });
  }

  /**
   * Waits until all three have read everything, the waiting room is empty, and the refusals are
   * folded.
   */
  void awaitQuiet() {
    Awaitility.await("the wall is quiet")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> of("admission") == 0 && of("gate") == 0 && of("ledger") == 0 && isStill());
  }

  private boolean isStill() {
    Map<String, Long> before = all();
    Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    return before.equals(all());
  }

  private Map<String, Long> all() {
    var all = new HashMap<String, Long>();
    List.of("admission", "gate", "ledger", "auditor").forEach(app -> all.putAll(ends(app)));
    return all;
  }

  private Map<String, Long> committed(String app) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        wall.cluster()
            .get(
                wall.cluster()
                    .admin()
                    .listConsumerGroupOffsets(wall.prefix() + app)
                    .partitionsToOffsetAndMetadata());
    var committed = new HashMap<String, Long>();
    offsets.forEach((partition, offset) -> committed.put(partition.toString(), offset.offset()));
    return committed;
  }

  private List<String> sources(String app) {
    var topics = wall.topics();
    return switch (app) {
      case "admission" -> List.of(topics.intents(), topics.controls());
      case "gate" -> List.of(topics.candidates(), topics.policies());
      case "ledger" ->
          List.of(
              topics.admitted(),
              topics.deferred(),
              topics.rejected(),
              topics.refused(),
              topics.outcomes(),
              topics.policies(),
              topics.controls());
      default -> List.of(topics.ledger(), topics.heads());
    };
  }
}
