package io.floodwall.app.bench;

import io.floodwall.app.wall.Wall;
import io.floodwall.core.gate.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What the wall asks of Kafka for an intent, read off a wall that has just worked a flood off: the
 * size and number of the records it wrote to each topic.
 *
 * @param decisionsRowBytes of the row in which the ledger keeps the numbers it has seen, as it was
 *     written on average
 */
record WorkShape(
    RecordShape candidate,
    Map<Verdict, RecordShape> decisions,
    RecordShape entry,
    RecordShape head,
    int decisionsRowBytes) {

  WorkShape {
    decisions = Map.copyOf(decisions);
  }

  /** Reads it off {@code wall}, which is at rest. */
  static WorkShape of(Wall wall) {
    try (Consumer<byte[], byte[]> reader = wall.consumer()) {
      var topics = wall.topics();
      RecordShape candidate = RecordShape.of(all(reader, topics.candidates()));
      var decisions = new EnumMap<Verdict, RecordShape>(Verdict.class);
      for (Verdict verdict : Verdict.values()) {
        decisions.put(verdict, RecordShape.of(all(reader, topics.verdict(verdict))));
      }
      RecordShape entry = RecordShape.of(all(reader, topics.ledger()));
      RecordShape head = RecordShape.of(all(reader, topics.heads()));
      double decisionsRow =
          all(reader, wall.prefix() + "ledger-decisions-changelog").stream()
              .mapToInt(ConsumerRecord::serializedValueSize)
              .average()
              .orElse(0);
      return new WorkShape(candidate, decisions, entry, head, (int) decisionsRow);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(
      Consumer<byte[], byte[]> reader, String topic) {
    List<TopicPartition> partitions = WholeTopic.fromItsBeginning(reader, topic);
    Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    while (partitions.stream().anyMatch(at -> reader.position(at) < ends.get(at))) {
      reader.poll(Duration.ofMillis(100)).forEach(records::add);
    }
    return records;
  }
}
