package io.floodwall.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;

/** What is held back until a commit is in the store and in its changelog by that commit. */
final class CommitStoreTest {
  private static final byte[] KEY = {0};

  private final List<String> atCommit = new ArrayList<>();
  private boolean isFailing;

  /** Remembers its last record, and puts it when a commit comes. */
  private final class Holding implements Processor<byte[], byte[], byte[], byte[]> {
    private byte[] last = {};

    @Override
    public void init(ProcessorContext<byte[], byte[]> task) {
      CommitStore store = task.getStateStore("last");
      store.beforeCommit(
          () -> {
            atCommit.add(new String(last, UTF_8));
            if (isFailing) {
              throw new IllegalStateException("cannot be written");
            }
            store.rows().put(KEY, last);
          });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      last = record.value();
    }
  }

  private TopologyTestDriver driver() {
    var topology = new Topology();
    Streams.source(topology, "in", "in");
    ProcessorSupplier<byte[], byte[], byte[], byte[]> holding =
        new ProcessorSupplier<>() {
          @Override
          public Processor<byte[], byte[], byte[], byte[]> get() {
            return new Holding();
          }

          @Override
          public Set<StoreBuilder<?>> stores() {
            return Set.of(Streams.heapStore("last"));
          }
        };
    topology.addProcessor("holding", holding, "in");
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "holding");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    return new TopologyTestDriver(topology, properties);
  }

  private static void pipe(TopologyTestDriver driver, String value) {
    driver
        .createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(KEY, value.getBytes(UTF_8));
  }

  @Test
  void whatIsHeldIsInTheRowsAndTheirChangelogWithTheCommit() {
    try (TopologyTestDriver driver = driver()) {
      pipe(driver, "one");
      pipe(driver, "two");

      assertThat(atCommit).containsExactly("one", "two");
      var store = (CommitStore) driver.getAllStateStores().get("last");
      assertThat(store.rows().get(KEY)).asString(UTF_8).isEqualTo("two");
      assertThat(driver.producedTopicNames()).contains("holding-last-changelog");
    }
  }

  @Test
  void aCommitFailsWhenWhatIsHeldCannotBeWritten() {
    try (TopologyTestDriver driver = driver()) {
      isFailing = true;
      assertThatThrownBy(() -> pipe(driver, "one")).hasRootCauseMessage("cannot be written");
      isFailing = false;
    }
  }
}
