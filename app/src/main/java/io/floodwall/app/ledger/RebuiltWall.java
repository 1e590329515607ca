package io.floodwall.app.ledger;

import io.floodwall.runtime.RowStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What is written to a cluster to bring a wall back: the rows of every store of every partition,
 * and how far each application has read.
 */
final class RebuiltWall {
  private final Map<String, Map<Integer, List<RowStore>>> stores = new TreeMap<>();
  private final Map<String, Map<TopicPartition, Long>> offsets = new TreeMap<>();
  private final List<String> lost = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private long waiting;

  void stores(String app, int partition, List<RowStore> rows) {
    stores.computeIfAbsent(app, a -> new TreeMap<>()).put(partition, rows);
  }

  void offset(String app, TopicPartition partition, long offset) {
    offsets.computeIfAbsent(app, a -> new HashMap<>()).put(partition, offset);
  }

  void lost(String what) {
    lost.add(what);
  }

  void remark(String what) {
    remarks.add(what);
  }

  void waiting(long count) {
    waiting += count;
  }

  /** The rows, by application and partition. */
  Map<String, Map<Integer, List<RowStore>>> stores() {
    return stores;
  }

  /** The offsets, by application. */
  Map<String, Map<TopicPartition, Long>> offsets() {
    return offsets;
  }

  /** Intents that retention has taken before they had an answer. */
  List<String> lost() {
    return lost;
  }

  /** What is not as it was, and does no harm that could be told. */
  List<String> remarks() {
    return remarks;
  }

  /** How many intents wait. */
  long waiting() {
    return waiting;
  }

  /** How many rows there are of an application. */
  long rows(String app) {
    return stores.getOrDefault(app, Map.of()).values().stream()
        .flatMap(List::stream)
        .mapToLong(RowStore::approximateNumEntries)
        .sum();
  }
}
