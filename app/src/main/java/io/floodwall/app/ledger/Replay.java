package io.floodwall.app.ledger;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.replay.LedgerState;
import io.floodwall.core.replay.LedgerState.Recorded;
import io.floodwall.core.replay.Rebuilt;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a wall's state from its ledger and its retained intents, and verifies the chains on the
 * way.
 *
 * <p>The order of reading makes the answer true of one moment: first where {@code intents} ends,
 * then the ledger, then the intents before that end. Whatever of them the ledger does not answer
 * was waiting when the ledger was read.
 */
final class Replay {
  private final OpenLedger ledger;
  private final UpTo upTo;
  private final Codecs codecs;
  private final DataOut talk;
  private boolean intentsDamaged;

  Replay(OpenLedger ledger, UpTo upTo, DataOut talk) {
    this.ledger = ledger;
    this.upTo = upTo;
    this.codecs = ledger.wall().codecs();
    this.talk = talk;
  }

  /**
   * What came of it.
   *
   * @param intentsDamaged whether there are intents whose bytes cannot be read
   */
  record Outcome(Rebuilt rebuilt, List<LedgerCheck.Checked> chains, boolean intentsDamaged) {
    boolean isSound() {
      return !intentsDamaged && chains.stream().allMatch(LedgerCheck.Checked::isValid);
    }
  }

  Outcome run(BiConsumer<Long, Long> progress) {
    List<TopicPartition> chains = ledger.partitions(List.of());
    var starts = new HashMap<Integer, Chain.Head>();
    chains.forEach(
        chain ->
            starts.put(
                chain.partition(), Chain.genesis(Chain.origin(ledger.name(), chain.partition()))));
    var state = new LedgerState(starts);
    Map<TopicPartition, Long> ends = intentsEnds(chains);
    List<LedgerCheck.Checked> checked =
        new LedgerCheck(ledger.wall(), ledger.name())
            .run(ledger.heads(), chains, (record, entry) -> fold(state, record, entry), progress);
    ends.forEach((partition, end) -> state.cut(partition.partition(), cut(state, partition, end)));
    new DamageTolerantReader(ledger.wall()).read(ends.keySet(), new Retained(state));
    return new Outcome(state.rebuilt(), checked, intentsDamaged);
  }

  private void fold(LedgerState state, ConsumerRecord<byte[], byte[]> record, LedgerEntry entry) {
    Payload payload = Payload.of(entry, codecs);
    if (upTo.includes(entry, payload, record.timestamp())) {
      payload.foldInto(state, new Recorded(record.partition(), entry.seq(), entry.digest()));
    }
  }

  /**
   * Where the intents of every chain end, or ended at the moment asked for; none when there is no
   * such topic.
   */
  private Map<TopicPartition, Long> intentsEnds(List<TopicPartition> chains) {
    String topic = ledger.wall().topics().intents();
    if (!ledger.has(topic)) {
      talk.text("there is no topic '" + topic + "': what waits cannot be told");
      return Map.of();
    }
    List<TopicPartition> partitions =
        chains.stream().map(chain -> new TopicPartition(topic, chain.partition())).toList();
    try (Consumer<byte[], byte[]> consumer = ledger.wall().consumer()) {
      var ends = new HashMap<>(consumer.endOffsets(partitions));
      Long timeMs = upTo.timeMs();
      if (timeMs != null && timeMs < Long.MAX_VALUE) {
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, timeMs + 1)));
        consumer
            .offsetsForTimes(times)
            .forEach((partition, later) -> ends.merge(partition, offset(later), Math::min));
      }
      return ends;
    }
  }

  private static long offset(@Nullable OffsetAndTimestamp later) {
    return later == null ? Long.MAX_VALUE : later.offset();
  }

  /**
   * Up to an entry, only what that entry and those before it have overtaken is known to have
   * arrived.
   */
  private long cut(LedgerState state, TopicPartition partition, long end) {
    return upTo.seq() == null ? end : Math.min(end, state.answeredBelow(partition.partition()));
  }

  /** Keeps the intents that have no answer. */
  private final class Retained implements TopicReader.Sink {
    private final LedgerState state;

    Retained(LedgerState state) {
      this.state = state;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
      if (!state.isAnswered(record.partition(), record.offset())) {
        state.retained(waiting(record));
      }
    }

    @Override
    public void unreadable(TopicPartition partition, long offset, KafkaException why) {
      intentsDamaged = true;
      talk.text(Where.of(partition.topic(), partition.partition(), offset) + ": " + Where.why(why));
    }

    private Rebuilt.Waiting waiting(ConsumerRecord<byte[], byte[]> record) {
      try {
        Intent intent = codecs.intent().decode(record.value());
        return new Rebuilt.Waiting(
            record.partition(), record.offset(), intent.agent(), intent.id(), intent.priority());
      } catch (MalformedRecordException e) {
        return new Rebuilt.Waiting(
            record.partition(), record.offset(), Where.key(record), null, null);
      }
    }
  }
}
