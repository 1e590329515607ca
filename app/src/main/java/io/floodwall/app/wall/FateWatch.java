package io.floodwall.app.wall;

import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what becomes of sent intents: opened before they are sent, it sees every answer that is
 * given after.
 *
 * <p>An answer is known by the source offset it carries, which no agent can forge. A decision is
 * settled only when the heads say that its ledger entry is committed.
 */
public final class FateWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Wall wall;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<Integer, Map<Long, Fate>> fates = new LinkedHashMap<>();
  private final Map<Integer, Long> through = new HashMap<>();
  private int unsettled;

  private FateWatch(Wall wall, Consumer<byte[], byte[]> consumer) {
    this.wall = wall;
    this.consumer = consumer;
  }

  /** Opens a watch from now on. */
  public static FateWatch open(Wall wall) {
    int partitions = wall.partitions();
    var sources = new ArrayList<TopicPartition>();
    var topics = wall.topics();
    for (String topic :
        List.of(
            topics.refused(),
            topics.admitted(),
            topics.deferred(),
            topics.rejected(),
            topics.heads())) {
      for (int p = 0; p < partitions; p++) {
        sources.add(new TopicPartition(topic, p));
      }
    }
    Consumer<byte[], byte[]> consumer = wall.consumer();
    consumer.assign(sources);
    consumer.endOffsets(sources).forEach(consumer::seek);
    return new FateWatch(wall, consumer);
  }

  /** Expects an answer for the intent at this place. */
  public void expect(String agent, String id, int partition, long offset) {
    fates
        .computeIfAbsent(partition, key -> new LinkedHashMap<>())
        .put(offset, Fate.sent(agent, id, partition, offset));
    unsettled++;
  }

  /**
   * Waits until all are settled or time runs out; answers what is known of each, in the order sent
   * per partition.
   */
  public Collection<Fate> await(long timeoutMs) {
    long deadline = Time.SYSTEM.milliseconds() + timeoutMs;
    while (unsettled > 0 && Time.SYSTEM.milliseconds() < deadline) {
      consumer.poll(POLL).forEach(this::record);
    }
    var all = new ArrayList<Fate>();
    fates.values().forEach(inPartition -> all.addAll(inPartition.values()));
    return all;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void record(ConsumerRecord<byte[], byte[]> record) {
    var topics = wall.topics();
    try {
      if (record.topic().equals(topics.heads())) {
        PublishedHead head = wall.codecs().head().decode(record.value());
        through.merge(record.partition(), head.decisionsThrough(), Math::max);
        ledgered(record.partition());
      } else if (record.topic().equals(topics.refused())) {
        Refusal refusal = wall.codecs().refusal().decode(record.value());
        Fate fate = find(record.partition(), refusal.sourceOffset());
        if (fate != null && !fate.isSettled()) {
          settle(fate.refused(refusal));
        }
      } else {
        Decision decision = wall.codecs().decision().decode(record.value());
        Fate fate = find(record.partition(), decision.facts().sourceOffset());
        if (fate != null && fate.decision() == null) {
          keep(fate.decided(decision));
          ledgered(record.partition());
        }
      }
    } catch (MalformedRecordException e) {
      return; // not an answer to anybody; the application whose input it is keeps it as a dead
      // letter
    }
  }

  private void ledgered(int partition) {
    long upTo = through.getOrDefault(partition, -1L);
    Map<Long, Fate> inPartition = fates.getOrDefault(partition, Map.of());
    for (Fate fate : List.copyOf(inPartition.values())) {
      if (!fate.isSettled() && fate.decision() != null && fate.decision().decisionSeq() <= upTo) {
        settle(fate.nowInForce());
      }
    }
  }

  private @Nullable Fate find(int partition, long offset) {
    return fates.getOrDefault(partition, Map.of()).get(offset);
  }

  private void settle(Fate fate) {
    keep(fate);
    unsettled--;
  }

  private void keep(Fate fate) {
    fates.getOrDefault(fate.partition(), new HashMap<>()).put(fate.offset(), fate);
  }
}
