package io.floodwall.app.look;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.TopicReader.Span;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The outcomes that deployers wrote, the newest last. */
final class OutcomeLook implements Look {
  private static final Comparator<Found> OLDEST_FIRST =
      Comparator.comparingLong(Found::appendMs)
          .thenComparingInt(found -> found.outcome().sourcePartition())
          .thenComparingLong(Found::offset);

  private final Wall wall;
  private final Scope scope;
  private final Set<Result> results;
  private final int limit;
  private final LongSupplier clock;
  private final TopicReader reader;
  private final PriorityQueue<Found> newest = new PriorityQueue<>(OLDEST_FIRST);
  private Map<TopicPartition, Long> ends = Map.of();
  private long total;

  /** Those with one of {@code results}, or all where it is empty. */
  OutcomeLook(Wall wall, Scope scope, Set<Result> results, int limit, LongSupplier clock) {
    this.wall = wall;
    this.scope = scope;
    this.results = results.isEmpty() ? Set.of(Result.values()) : Set.copyOf(results);
    this.limit = limit;
    this.clock = clock;
    this.reader = new TopicReader(wall);
  }

  /** An outcome and where it is. */
  private record Found(Outcome outcome, long offset, long appendMs) {}

  @Override
  public List<Column> columns() {
    return OutcomeRows.COLUMNS;
  }

  @Override
  public List<Row> rows() {
    List<TopicPartition> outcomes = scope.of(wall.topics().outcomes());
    Long sinceMs = scope.sinceMs();
    Span span = sinceMs == null ? reader.whole(outcomes) : reader.since(outcomes, sinceMs);
    ends = span.end();
    reader.read(span, this::keep);
    return newest.stream().sorted(OLDEST_FIRST).map(this::row).toList();
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public void follow(Consumer<List<Row>> changed, BooleanSupplier goesOn) {
    var come = new ArrayList<Row>();
    reader.follow(
        ends,
        record -> {
          Found found = found(record);
          if (found != null) {
            come.add(row(found));
          }
        },
        () -> {
          if (!come.isEmpty()) {
            changed.accept(List.copyOf(come));
            come.clear();
          }
          return goesOn.getAsBoolean();
        });
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    Found found = found(record);
    if (found != null) {
      total++;
      newest.add(found);
      if (newest.size() > limit) {
        newest.remove();
      }
    }
  }

  private @Nullable Found found(ConsumerRecord<byte[], byte[]> record) {
    try {
      Outcome outcome = wall.codecs().outcome().decode(record.value());
      boolean isOfAgent = scope.agent() == null || scope.agent().equals(outcome.agent());
      return isOfAgent && results.contains(outcome.result())
          ? new Found(outcome, record.offset(), record.timestamp())
          : null;
    } catch (MalformedRecordException e) {
      return null; // it says nothing of any attempt; the ledger keeps it as a dead letter
    }
  }

  private Row row(Found found) {
    return OutcomeRows.row(found.outcome(), clock.getAsLong());
  }
}
