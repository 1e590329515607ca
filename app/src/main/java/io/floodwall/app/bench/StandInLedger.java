package io.floodwall.app.bench;

import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.Streams;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Does with Kafka what the ledger does for a decision: an entry written; a head on the clock's
 * turn; and before a commit the head, the last entry and the decision numbers put.
 */
final class StandInLedger implements Processor<byte[], byte[], RoutedKey, byte[]> {
  private static final Duration TURN = Duration.ofMillis(20);
  private static final int HEAD_ROW_BYTES = 64;
  private static final String ENTRY_KEY = "0/0000000000000000";
  private static final byte[] FIRST = {0};
  private static final byte[] SECOND = {1};

  private final RecordShape entry;
  private final RecordShape head;
  private final int decisionsRowBytes;
  private ProcessorContext<RoutedKey, byte[]> context;
  private byte[] last = {};
  private int partition;
  private long count;
  private long told;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  private StandInLedger(WorkShape shape) {
    entry = shape.entry();
    head = shape.head();
    decisionsRowBytes = Math.max(Long.BYTES, shape.decisionsRowBytes());
  }

  static ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier(WorkShape shape) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], RoutedKey, byte[]> get() {
        return new StandInLedger(shape);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Streams.heapStore("chain"),
            Streams.diskStore("decisions"),
            Streams.heapStore("refusals"));
      }
    };
  }

  @Override
  public void init(ProcessorContext<RoutedKey, byte[]> task) {
    context = task;
    partition = task.taskId().partition();
    CommitStore chain = task.getStateStore("chain");
    CommitStore decisions = task.getStateStore("decisions");
    chain.beforeCommit(() -> putLast(chain.rows()));
    decisions.beforeCommit(() -> putCount(decisions.rows()));
    task.schedule(TURN, PunctuationType.WALL_CLOCK_TIME, this::turn);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    count++;
    Record<RoutedKey, byte[]> out =
        entry.filledWith(
            record.value(), new RoutedKey(partition, ENTRY_KEY), context.currentSystemTimeMs());
    last = out.value();
    context.forward(out, SameWorkApp.sinkTo("ledger"));
  }

  private void putLast(KeyValueStore<byte[], byte[]> chain) {
    chain.put(FIRST, Arrays.copyOf(last, HEAD_ROW_BYTES));
    chain.put(SECOND, last);
  }

  private void putCount(KeyValueStore<byte[], byte[]> decisions) {
    decisions.put(FIRST, ByteBuffer.allocate(decisionsRowBytes).putLong(count).array());
  }

  private void turn(long nowMs) {
    if (count != told) {
      var key = new RoutedKey(partition, Integer.toString(partition));
      context.forward(head.filledWith(new byte[0], key, nowMs), SameWorkApp.sinkTo("heads"));
      told = count;
    }
  }
}
