package io.floodwall.runtime;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The few shapes all topologies are made of: sources of raw bytes, routed sinks, and stores of
 * bytes.
 */
public final class Streams {
  private Streams() {}

  /**
   * A source of raw bytes: decoding happens inside the topology, so a bad record is an answer and
   * not a crash.
   */
  public static Topology source(Topology topology, String name, String... topics) {
    return topology.addSource(
        name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics);
  }

  /** A sink that writes to the partition named in the key. */
  public static Topology sink(Topology topology, String name, String topic, String parent) {
    return topology.addSink(
        name,
        topic,
        RoutedKey.serializer(),
        new ByteArraySerializer(),
        RoutedKey.partitioner(),
        parent);
  }

  /**
   * A store in the heap with a changelog, for rows that are few. Its cache folds the puts of one
   * key between two commits into one changelog record.
   */
  public static StoreBuilder<CommitStore> heapStore(String name) {
    return folding(Stores.inMemoryKeyValueStore(name));
  }

  /**
   * A store on disk with a changelog, for rows without bound. Every application needs at least one:
   * it is what gives the process a stable identity, so that a killed instance's open transaction is
   * fenced at once.
   */
  public static StoreBuilder<CommitStore> diskStore(String name) {
    return folding(Stores.persistentKeyValueStore(name));
  }

  private static StoreBuilder<CommitStore> folding(KeyValueBytesStoreSupplier rows) {
    return CommitStore.around(
        Stores.keyValueStoreBuilder(rows, Serdes.ByteArray(), Serdes.ByteArray())
            .withCachingEnabled());
  }
}
