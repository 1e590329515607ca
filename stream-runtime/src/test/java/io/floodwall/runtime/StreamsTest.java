package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;

/** The shapes that all topologies are made of. */
final class StreamsTest {
  private static void survivesACrash(StoreBuilder<CommitStore> store) {
    assertThat(store.loggingEnabled()).as("has a changelog").isTrue();
    assertThat(store.logConfig()).isEmpty();
  }

  @Test
  void heapStoreIsInMemoryAndHasAChangelog() {
    StoreBuilder<CommitStore> store = Streams.heapStore("rows");
    survivesACrash(store);
    assertThat(store.name()).isEqualTo("rows");
    assertThat(store.build().persistent()).isFalse();
  }

  @Test
  void diskStoreIsPersistentAndHasAChangelog() {
    StoreBuilder<CommitStore> store = Streams.diskStore("rows");
    survivesACrash(store);
    assertThat(store.name()).isEqualTo("rows");
    assertThat(store.build().persistent()).isTrue();
  }

  @Test
  void sourceAndSinkAreNamedAndJoined() {
    var topology = new Topology();
    Streams.source(topology, "in", "a", "b");
    Streams.sink(topology, "out", "c", "in");

    assertThat(topology.describe().toString())
        .contains("Source: in (topics: [a, b])", "Sink: out (topic: c)");
  }
}
