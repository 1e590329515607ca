package io.floodwall.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.RoutedKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

/**
 * One task of the ledger on a partition of choice, whose heap can be lost while its stores stay.
 */
final class LedgerTask implements AutoCloseable {
  private final MockProcessorContext<RoutedKey, byte[]> context;
  private final List<CommitStore> stores;
  private Processor<byte[], byte[], RoutedKey, byte[]> processor;
  private long nowMs = LedgerStory.T0.toEpochMilli();
  private long offset;

  LedgerTask(int partition, Path folder) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "ledger-task");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    context = new MockProcessorContext<>(properties, new TaskId(0, partition), folder.toFile());
    context.setCurrentSystemTimeMs(nowMs);
    stores = supplier(Map.of()).stores().stream().map(LedgerTask::built).toList();
    stores.forEach(store -> store.init(context.getStateStoreContext(), store));
    stores.forEach(context::addStateStore);
    processor = started(Map.of());
  }

  /** Commits, loses the heap, and starts again from the stores. */
  void restart() {
    restart(Map.of());
  }

  /** The same with other settings. */
  void restart(Map<String, String> settings) {
    commit();
    processor.close();
    processor = started(settings);
  }

  void receive(String topic, @Nullable String key, byte @Nullable [] value) {
    context.setRecordMetadata(topic, context.taskId().partition(), offset);
    offset++;
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    processor.process(new Record<>(bytes, value, LedgerStory.T0.toEpochMilli()));
  }

  /** Moves the clock and takes the turn that is due then. */
  void turn(long ms) {
    nowMs += ms;
    context.setCurrentSystemTimeMs(nowMs);
    var scheduled = context.scheduledPunctuators();
    scheduled.get(scheduled.size() - 1).getPunctuator().punctuate(nowMs);
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

  private Processor<byte[], byte[], RoutedKey, byte[]> started(Map<String, String> settings) {
    Processor<byte[], byte[], RoutedKey, byte[]> fresh = supplier(settings).get();
    fresh.init(context);
    return fresh;
  }

  private static ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier(
      Map<String, String> settings) {
    return LedgerProcessor.supplier(
        LedgerStory.config(settings), LedgerStory.CODECS, new LedgerMeters(Meters.unscraped()));
  }

  private static CommitStore built(StoreBuilder<?> builder) {
    return (CommitStore) builder.withCachingDisabled().withLoggingDisabled().build();
  }
}
