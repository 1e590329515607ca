package io.floodwall.app.look;

import io.floodwall.app.wall.Applied;
import io.floodwall.app.wall.Publisher;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Control;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The operators' last order about the valve, and about every jail, key and mode of signing. */
final class Orders {
  private static final List<String> APPLICATIONS = List.of("admission", "ledger");

  private Orders() {}

  /**
   * The last order of one key.
   *
   * @param applied on how many of its copies' partitions it has taken effect and is on record
   */
  record Order(Control control, int applied, int copies) {
    /**
     * What it says, or {@code lapsed}; of a key, {@code not-yet-valid}, {@code valid} or {@code
     * expired} by this clock, where it is not revoked.
     */
    String state(long nowMs) {
      AgentKey key = control.agentKey();
      if (!control.engaged()) {
        return control.says();
      }
      if (key != null) {
        String end = key.isPastItsTimeAt(nowMs) ? "expired" : "valid";
        return key.isBeforeItsTimeAt(nowMs) ? "not-yet-valid" : end;
      }
      return control.isInForceAt(nowMs) ? control.says() : "lapsed";
    }

    /** When it ends by itself, or null. */
    @Nullable Long untilMs() {
      AgentKey key = control.agentKey();
      return key == null ? control.untilMs() : key.validUntilMs();
    }
  }

  /** Copies of the last order of one key, by partition. */
  private static final class Copies {
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private Control last;
    private long lastMs = Long.MIN_VALUE;

    Copies(Control first) {
      this.last = first;
    }
  }

  /** All of them, by key. */
  static List<Order> of(Wall wall) {
    var reader = new TopicReader(wall);
    var byKey = new TreeMap<String, Copies>();
    reader.read(reader.partitionsOf(wall.topics().controls()), record -> take(wall, record, byKey));
    List<String> groups = APPLICATIONS.stream().map(name -> wall.prefix() + name).toList();
    var orders = new ArrayList<Order>();
    for (Copies copies : byKey.values()) {
      int applied = Applied.of(wall, new Publisher.Published(copies.offsets, groups)).size();
      orders.add(new Order(copies.last, applied, copies.offsets.size()));
    }
    return List.copyOf(orders);
  }

  private static void take(
      Wall wall, ConsumerRecord<byte[], byte[]> record, Map<String, Copies> byKey) {
    try {
      Control control = wall.codecs().control().decode(record.value());
      Copies copies = byKey.computeIfAbsent(control.key(), key -> new Copies(control));
      copies.offsets.put(new TopicPartition(record.topic(), record.partition()), record.offset());
      if (record.timestamp() >= copies.lastMs) {
        copies.last = control;
        copies.lastMs = record.timestamp();
      }
    } catch (MalformedRecordException e) {
      return; // not an order: admission has put it among the dead letters
    }
  }
}
