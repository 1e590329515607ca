package io.floodwall.app.bench;

import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.Streams;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Does with Kafka what admission does for an intent that goes straight through: its agent's row one
 * remembered intent longer, a candidate written; and what changed put before a commit.
 */
final class StandInAdmission implements Processor<byte[], byte[], RoutedKey, byte[]> {
  private static final int ROW_HEAD_BYTES = 25;
  private static final int REMEMBERED_BYTES = 24;
  private static final int REMEMBERED_MAX = 64;
  private static final byte[] KEY = {0};

  private final RecordShape candidate;
  private ProcessorContext<RoutedKey, byte[]> context;
  private final Map<Bytes, byte[]> held = new HashMap<>(); // as the wall holds its agents
  private final Map<Bytes, byte[]> changed = new HashMap<>();
  private int partition;
  private long last;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  private StandInAdmission(WorkShape shape) {
    candidate = shape.candidate();
  }

  static ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier(WorkShape shape) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], RoutedKey, byte[]> get() {
        return new StandInAdmission(shape);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Streams.diskStore("agents"),
            Streams.heapStore("room"),
            Streams.heapStore("controls"),
            Streams.heapStore("position"));
      }
    };
  }

  @Override
  public void init(ProcessorContext<RoutedKey, byte[]> task) {
    context = task;
    partition = task.taskId().partition();
    CommitStore agents = task.getStateStore("agents");
    CommitStore position = task.getStateStore("position");
    agents.beforeCommit(
        () -> {
          changed.forEach((agent, row) -> agents.rows().put(agent.get(), row));
          changed.clear();
        });
    position.beforeCommit(
        () -> position.rows().put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(last).array()));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var agent = Bytes.wrap(record.key());
    byte[] row = held.get(agent);
    int length = row == null ? ROW_HEAD_BYTES : row.length;
    int most = ROW_HEAD_BYTES + REMEMBERED_MAX * REMEMBERED_BYTES;
    byte[] longer = Arrays.copyOf(record.value(), Math.min(most, length + REMEMBERED_BYTES));
    held.put(agent, longer);
    changed.put(agent, longer);
    last = record.timestamp();
    var key = new RoutedKey(partition, new String(record.key(), StandardCharsets.UTF_8));
    context.forward(candidate.filledWith(record.value(), key, context.currentSystemTimeMs()));
  }
}
