package io.floodwall.app.bench;

import io.floodwall.core.gate.Verdict;
import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.Streams;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Does with Kafka what the gate does for a candidate: a decision written to one of the three
 * verdict topics, to each as often as the wall did; and the sequence put before a commit.
 */
final class StandInGate implements Processor<byte[], byte[], RoutedKey, byte[]> {
  private static final long SCRAMBLE = 0x9E3779B97F4A7C15L;
  private static final byte[] KEY = {0};

  private final Map<Verdict, RecordShape> decisions;
  private final long total;
  private ProcessorContext<RoutedKey, byte[]> context;
  private int partition;
  private long next;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  private StandInGate(WorkShape shape) {
    decisions = shape.decisions();
    total = decisions.values().stream().mapToLong(RecordShape::records).sum();
  }

  static ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier(WorkShape shape) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], RoutedKey, byte[]> get() {
        return new StandInGate(shape);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(Streams.diskStore("bundles"), Streams.heapStore("sequence"));
      }
    };
  }

  @Override
  public void init(ProcessorContext<RoutedKey, byte[]> task) {
    context = task;
    partition = task.taskId().partition();
    CommitStore sequence = task.getStateStore("sequence");
    sequence.beforeCommit(
        () -> sequence.rows().put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(next).array()));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    next++;
    Verdict verdict = drawn();
    var key = new RoutedKey(partition, new String(record.key(), StandardCharsets.UTF_8));
    RecordShape shape = decisions.getOrDefault(verdict, RecordShape.NONE);
    context.forward(
        shape.filledWith(record.value(), key, context.currentSystemTimeMs()),
        SameWorkApp.sinkTo(topicOf(verdict)));
  }

  /** A verdict, each as often as the wall gave it, in an order that nothing depends on. */
  private Verdict drawn() {
    long left = Math.floorMod((next * SCRAMBLE) >>> 32, total);
    for (Verdict verdict : Verdict.values()) {
      left -= decisions.getOrDefault(verdict, RecordShape.NONE).records();
      if (left < 0) {
        return verdict;
      }
    }
    return Verdict.ADMIT;
  }

  private static String topicOf(Verdict verdict) {
    return switch (verdict) {
      case ADMIT -> "admitted";
      case DEFER -> "deferred";
      case REJECT -> "rejected";
    };
  }
}
