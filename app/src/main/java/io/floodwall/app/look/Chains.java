package io.floodwall.app.look;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where every chain stands, and how far it is behind what the gate has decided. */
final class Chains {
  private Chains() {}

  /**
   * One partition's chain.
   *
   * @param head the last one published, or null when there is none that decodes
   * @param decided the gate's last decision number, or -1
   */
  record Stand(int partition, @Nullable PublishedHead head, long decided) {
    /** Decisions that are not in force yet. */
    long lag() {
      return Math.max(0, decided - (head == null ? -1 : head.decisionsThrough()));
    }
  }

  /** Of all partitions, in order; the decisions are read before the heads, so no lag is missed. */
  static List<Stand> of(Wall wall) {
    var reader = new TopicReader(wall);
    var topics = wall.topics();
    List<TopicPartition> heads = reader.partitionsOf(topics.heads());
    var verdicts = new ArrayList<TopicPartition>();
    for (String topic : List.of(topics.admitted(), topics.deferred(), topics.rejected())) {
      heads.forEach(head -> verdicts.add(new TopicPartition(topic, head.partition())));
    }
    Map<TopicPartition, ConsumerRecord<byte[], byte[]>> lastHeads = reader.last(heads);
    var decided = new HashMap<Integer, Long>();
    reader
        .last(verdicts)
        .forEach(
            (partition, record) ->
                decided.merge(partition.partition(), decisionSeq(wall, record), Math::max));
    var stands = new ArrayList<Stand>();
    for (TopicPartition partition : heads) {
      stands.add(
          new Stand(
              partition.partition(),
              head(wall, lastHeads.get(partition)),
              decided.getOrDefault(partition.partition(), -1L)));
    }
    return stands;
  }

  private static @Nullable PublishedHead head(
      Wall wall, @Nullable ConsumerRecord<byte[], byte[]> record) {
    try {
      return record == null ? null : wall.codecs().head().decode(record.value());
    } catch (MalformedRecordException e) {
      return null; // `ledger head` tells it with its place
    }
  }

  private static long decisionSeq(Wall wall, ConsumerRecord<byte[], byte[]> record) {
    try {
      return wall.codecs().decision().decode(record.value()).decisionSeq();
    } catch (MalformedRecordException e) {
      return -1; // not a decision: the ledger has put it among the dead letters
    }
  }
}
