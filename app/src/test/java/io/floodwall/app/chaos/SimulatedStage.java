package io.floodwall.app.chaos;

import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.StreamApp;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalTopologyBuilder;
import org.apache.kafka.streams.processor.internals.StoreBuilderWrapper;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * One application on one partition that commits when it is told to, and that can be killed between
 * two commits: what it wrote since the last one never was, and it starts again, on a clock of
 * choice, from the rows and offsets that were committed.
 */
final class SimulatedStage implements AutoCloseable {
  private final StreamApp app;
  private final AppConfig config;
  private final Path folder;
  private final List<String> outputs;
  private final Map<String, Map<Bytes, byte[]>> rows = new HashMap<>();
  private final Map<String, Long> offsets = new HashMap<>();
  private final Map<String, Long> uncommittedOffsets = new HashMap<>();
  private final List<Sent> uncommitted = new ArrayList<>();
  private TopologyTestDriver driver;

  /** A record that the stage wrote. */
  record Sent(String topic, TestRecord<byte[], byte[]> record) {}

  SimulatedStage(
      StreamApp app, Map<String, String> settings, Path folder, List<String> outputs, long nowMs) {
    this.app = app;
    var given = new HashMap<>(settings);
    given.put("bootstrap.servers", "unused:9092");
    this.config = app.configure(given);
    this.folder = folder;
    this.outputs = List.copyOf(outputs);
    this.driver = driver(nowMs);
  }

  /** Consumes the next record of {@code topic}. */
  List<Sent> consume(String topic, byte[] key, byte[] value, long timeMs) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key, value, timeMs);
    uncommittedOffsets.merge(topic, 1L, Long::sum);
    return drained();
  }

  /** Its clock moves on. */
  List<Sent> advance(Duration time) {
    driver.advanceWallClockTime(time);
    return drained();
  }

  /**
   * What it did since the last commit is done, with all rows and offsets; answers what it wrote.
   */
  List<Sent> commit() {
    driver
        .getAllStateStores()
        .forEach(
            (name, store) -> {
              var copy = new LinkedHashMap<Bytes, byte[]>();
              KeyValueStore<byte[], byte[]> open = ((CommitStore) store).rows();
              try (var all = open.all()) {
                all.forEachRemaining(row -> copy.put(Bytes.wrap(row.key), row.value));
              }
              rows.put(name, copy);
            });
    uncommittedOffsets.forEach((topic, count) -> offsets.merge(topic, count, Long::sum));
    uncommittedOffsets.clear();
    var sent = List.copyOf(uncommitted);
    uncommitted.clear();
    return sent;
  }

  /** Dies and comes back at {@code nowMs}, which may be before it died. */
  void kill(long nowMs) {
    driver.close();
    uncommitted.clear();
    uncommittedOffsets.clear();
    driver = driver(nowMs);
  }

  @Override
  public void close() {
    driver.close();
  }

  private List<Sent> drained() {
    var sent = new ArrayList<Sent>();
    for (String topic : outputs) {
      var output =
          driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      while (!output.isEmpty()) {
        sent.add(new Sent(topic, output.readRecord()));
      }
    }
    uncommitted.addAll(sent);
    return sent;
  }

  private TopologyTestDriver driver(long nowMs) {
    Topology topology = app.topology(config, 1);
    InternalTopologyBuilder builder =
        field(topology, Topology.class, "internalTopologyBuilder", InternalTopologyBuilder.class);
    builder
        .stateStores()
        .replaceAll(
            (name, factory) -> {
              var restored =
                  StoreBuilderWrapper.wrapStoreBuilder(
                      CommitStore.around(
                          Stores.keyValueStoreBuilder(
                                  new Restored(name), Serdes.ByteArray(), Serdes.ByteArray())
                              .withLoggingDisabled()));
              restored.connectedProcessorNames().addAll(factory.connectedProcessorNames());
              return restored;
            });
    var properties = new Properties();
    properties.put("application.id", "simulated-" + app.name());
    properties.put("bootstrap.servers", "unused:9092");
    properties.put("state.dir", folder.toString());
    var made = new TopologyTestDriver(topology, properties, Instant.ofEpochMilli(nowMs));
    Map<?, ?> next =
        field(made, TopologyTestDriver.class, "offsetsByTopicOrPatternPartition", Map.class);
    next.forEach(
        (partition, offset) ->
            ((AtomicLong) offset)
                .set(offsets.getOrDefault(((TopicPartition) partition).topic(), 0L)));
    return made;
  }

  /** What the test driver has no way to be told: where a task goes on. */
  private static <T> T field(Object of, Class<?> declaring, String name, Class<T> type) {
    try {
      Field field = declaring.getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(of));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Kafka's test driver has changed: " + name, e);
    }
  }

  /** A store that has the committed rows before a processor sees it, as one that was restored. */
  private final class Restored implements KeyValueBytesStoreSupplier {
    private final String name;

    Restored(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      return new InMemoryKeyValueStore(name) {
        @Override
        public void init(StateStoreContext context, StateStore root) {
          super.init(context, root);
          rows.getOrDefault(name, Map.of()).forEach(this::put);
        }
      };
    }

    @Override
    public String metricsScope() {
      return "simulated";
    }
  }
}
