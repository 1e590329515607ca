package io.floodwall.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.admission.Control;
import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.Meters;
import io.floodwall.runtime.RoutedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** One task of admission on a partition of choice, whose heap can be lost while its stores stay. */
final class Task implements AutoCloseable {
  private final Meters meters = Meters.of(AdmissionApp.NAME, "floodwall.");
  private AdmissionConfig config;
  private final int partitions;
  private final MockProcessorContext<RoutedKey, byte[]> context;
  private final List<CommitStore> stores;
  private Processor<byte[], byte[], RoutedKey, byte[]> processor;
  private long nowMs = Wall.T0;
  private long offset;
  private long controlOffset;

  Task(int partition, int partitions, Path folder, String... settings) {
    this.config = Configs.of(settings);
    this.partitions = partitions;
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "admission-task");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    context = new MockProcessorContext<>(properties, new TaskId(0, partition), folder.toFile());
    context.setCurrentSystemTimeMs(nowMs);
    stores = supplier().stores().stream().map(Task::built).toList();
    stores.forEach(store -> store.init(context.getStateStoreContext(), store));
    stores.forEach(context::addStateStore);
    processor = supplier().get();
    processor.init(context);
  }

  /** What it has counted. */
  String scrape() {
    return meters.scrape();
  }

  /** The partition moves away; its stores stay open. */
  void leave() {
    processor.close();
  }

  /** Commits, loses the heap, and starts again from the stores. */
  void restart() {
    commit();
    processor.close();
    context.scheduledPunctuators().forEach(CapturedPunctuator::cancel);
    processor = supplier().get();
    processor.init(context);
  }

  /** Commits, loses the heap, and starts again from the stores under other settings. */
  void restartWith(String... settings) {
    config = Configs.of(settings);
    restart();
  }

  void offer(Draft draft, long appendMs) {
    send(draft.agent(), draft.encoded(), appendMs);
  }

  void send(@Nullable String key, byte @Nullable [] value, long appendMs) {
    receive(config.topics().intents(), offset, key, value, appendMs);
    offset++;
  }

  /** The next record lies so many offsets further on, as behind a transaction's marker. */
  void skip(int offsets) {
    offset += offsets;
  }

  void order(Control control) {
    control(control.key(), Wall.CODECS.control().encode(control));
  }

  void control(@Nullable String key, byte @Nullable [] value) {
    receive(config.topics().controls(), controlOffset, key, value, nowMs);
    controlOffset++;
  }

  /** The task's clock moves on and takes every turn that is scheduled. */
  void advance(Duration time) {
    nowMs += time.toMillis();
    context.setCurrentSystemTimeMs(nowMs);
    for (CapturedPunctuator scheduled : context.scheduledPunctuators()) {
      if (!scheduled.cancelled()) {
        scheduled.getPunctuator().punctuate(nowMs);
      }
    }
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

  private void receive(
      String topic, long at, @Nullable String key, byte @Nullable [] value, long timeMs) {
    context.setRecordMetadata(topic, context.taskId().partition(), at);
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    processor.process(new Record<>(bytes, value, timeMs));
  }

  private ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier() {
    return AdmissionProcessor.supplier(
        config, Wall.CODECS, partitions, new AdmissionMeters(meters), Ahead.off());
  }

  private static CommitStore built(StoreBuilder<?> builder) {
    return (CommitStore) builder.withCachingDisabled().withLoggingDisabled().build();
  }
}
