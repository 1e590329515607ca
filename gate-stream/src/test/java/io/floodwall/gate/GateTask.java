package io.floodwall.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.RoutedKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** One task of the gate on a partition of choice, whose heap can be lost while its stores stay. */
final class GateTask implements AutoCloseable {
  private final MockProcessorContext<RoutedKey, byte[]> context;
  private final List<CommitStore> stores;
  private Processor<byte[], byte[], RoutedKey, byte[]> processor;
  private long offset;

  GateTask(int partition, Path folder) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "gate-task");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    context = new MockProcessorContext<>(properties, new TaskId(0, partition), folder.toFile());
    context.setCurrentSystemTimeMs(GateStory.T0.toEpochMilli());
    stores = supplier().stores().stream().map(GateTask::built).toList();
    stores.forEach(store -> store.init(context.getStateStoreContext(), store));
    stores.forEach(context::addStateStore);
    processor = supplier().get();
    processor.init(context);
  }

  /** Commits, loses the heap, and starts again from the stores. */
  void restart() {
    commit();
    processor.close();
    processor = supplier().get();
    processor.init(context);
  }

  void receive(String topic, @Nullable String key, byte[] value) {
    context.setRecordMetadata(topic, context.taskId().partition(), offset);
    offset++;
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    processor.process(new Record<>(bytes, value, GateStory.T0.toEpochMilli()));
  }

  /** What was sent since the last call. */
  List<CapturedForward<? extends RoutedKey, ? extends byte[]>> sent() {
    var sent = List.copyOf(context.forwarded());
    context.resetForwards();
    return sent;
  }

  /** A store's rows, after a commit. */
  KeyValueStore<byte[], byte[]> store(String name) {
    commit();
    return context.<CommitStore>getStateStore(name).rows();
  }

  private void commit() {
    stores.forEach(CommitStore::flushCache);
  }

  @Override
  public void close() {
    stores.forEach(CommitStore::close);
  }

  private static ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier() {
    return GateProcessor.supplier(
        GateStory.CONFIG, GateStory.CODECS, new GateMeters(Meters.unscraped()));
  }

  private static CommitStore built(StoreBuilder<?> builder) {
    return (CommitStore) builder.withCachingDisabled().withLoggingDisabled().build();
  }
}
