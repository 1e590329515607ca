package io.floodwall.app.bench;

import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.Streams;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Does with Kafka what admission does for an intent that goes straight through: its agent's row
 * read and put back one remembered intent longer, the position put, a candidate written.
 */
final class StandInAdmission implements Processor<byte[], byte[], RoutedKey, byte[]> {
  private static final int ROW_HEAD_BYTES = 25;
  private static final int REMEMBERED_BYTES = 24;
  private static final int REMEMBERED_MAX = 64;
  private static final byte[] KEY = {0};

  private final RecordShape candidate;
  private ProcessorContext<RoutedKey, byte[]> context;
  private KeyValueStore<byte[], byte[]> agents;
  private KeyValueStore<byte[], byte[]> position;
  private int partition;

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
    agents = task.getStateStore("agents");
    position = task.getStateStore("position");
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    byte[] row = agents.get(record.key());
    int length = row == null ? ROW_HEAD_BYTES : row.length;
    int most = ROW_HEAD_BYTES + REMEMBERED_MAX * REMEMBERED_BYTES;
    agents.put(
        record.key(), Arrays.copyOf(record.value(), Math.min(most, length + REMEMBERED_BYTES)));
    position.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp()).array());
    var key = new RoutedKey(partition, new String(record.key(), StandardCharsets.UTF_8));
    context.forward(candidate.filledWith(record.value(), key, context.currentSystemTimeMs()));
  }
}
