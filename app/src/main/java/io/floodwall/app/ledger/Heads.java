package io.floodwall.app.ledger;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.ChainVerifier;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the heads topic says: the furthest head of every origin, and every record there that is not
 * as the ledger writes it.
 *
 * <p>A chain only grows, so a head behind an earlier one, or another one of the same size, is a
 * finding.
 */
public final class Heads {
  private static final int ORIGINS_MAX = 8;

  private final Map<Integer, Map<String, Told>> byOrigin = new TreeMap<>();
  private final List<Finding> faults = new ArrayList<>();

  Heads() {}

  /** A head and where it lies. */
  public record Told(PublishedHead published, String place) {
    public Chain.Head head() {
      return published.head();
    }
  }

  /** Reads the whole topic. */
  static Heads read(Wall wall) {
    var heads = new Heads();
    var reader = new TopicReader(wall);
    var codec = wall.codecs().head();
    new DamageTolerantReader(wall)
        .read(
            reader.partitionsOf(wall.topics().heads()),
            new TopicReader.Sink() {
              @Override
              public void record(ConsumerRecord<byte[], byte[]> record) {
                try {
                  heads.record(codec.decode(record.value()), record);
                } catch (MalformedRecordException e) {
                  heads.fault(
                      record.partition(),
                      Where.of(record),
                      "a head that does not decode: " + e.getMessage());
                }
              }

              @Override
              public void unreadable(TopicPartition partition, long offset, KafkaException why) {
                heads.fault(
                    partition.partition(),
                    Where.of(partition.topic(), partition.partition(), offset),
                    Where.why(why));
              }
            });
    return heads;
  }

  /** The furthest head of the chain in {@code partition} that is called {@code name}, or null. */
  public @Nullable Told of(String name, int partition) {
    return byOrigin.getOrDefault(partition, Map.of()).get(Chain.origin(name, partition));
  }

  /** The name that all heads of all partitions have in common, if they do. */
  Optional<String> soleName() {
    Set<String> names = new TreeSet<>();
    byOrigin.forEach(
        (partition, origins) -> {
          String suffix = "/" + partition;
          for (String origin : origins.keySet()) {
            names.add(
                origin.endsWith(suffix)
                    ? origin.substring(0, origin.length() - suffix.length())
                    : origin);
          }
        });
    String sole = names.size() == 1 ? names.iterator().next() : "";
    return sole.isEmpty() ? Optional.empty() : Optional.of(sole);
  }

  /** What is wrong with the heads in {@code partition}, for a ledger called {@code name}. */
  public List<Finding> findings(String name, int partition) {
    var all = new ArrayList<Finding>();
    faults.stream().filter(fault -> fault.partition() == partition).forEach(all::add);
    String own = Chain.origin(name, partition);
    byOrigin
        .getOrDefault(partition, Map.of())
        .forEach(
            (origin, told) -> {
              if (!origin.equals(own)) {
                all.add(
                    new Finding(
                        Finding.Check.HEAD,
                        partition,
                        -1,
                        told.place(),
                        "a head of the chain '" + origin + "', this one is '" + own + "'"));
              }
            });
    return all;
  }

  /** Takes in a head that decoded. */
  void record(PublishedHead head, ConsumerRecord<byte[], byte[]> record) {
    int partition = record.partition();
    String place = Where.of(record);
    String key = Where.key(record);
    if (head.partition() != partition || !Integer.toString(partition).equals(key)) {
      fault(partition, place, "a head of partition " + head.partition() + " under key " + key);
      return;
    }
    Map<String, Told> origins = byOrigin.computeIfAbsent(partition, p -> new LinkedHashMap<>());
    Told before = origins.get(head.origin());
    if (before == null && origins.size() >= ORIGINS_MAX) {
      fault(partition, place, "a head of yet another chain, '" + head.origin() + "'");
    } else if (before == null || follows(head.head(), before.head())) {
      origins.put(head.origin(), new Told(head, place));
    } else {
      fault(
          partition,
          place,
          "the head goes back to "
              + said(head.head())
              + ", at "
              + before.place()
              + " it was "
              + said(before.head()));
    }
  }

  private static boolean follows(Chain.Head next, Chain.Head before) {
    return next.size() > before.size() || next.equals(before);
  }

  private static String said(Chain.Head head) {
    return head.size() + " entries and " + head.digest();
  }

  private void fault(int partition, String place, String detail) {
    if (faults.size() < ChainVerifier.FINDINGS_MAX) {
      faults.add(new Finding(Finding.Check.HEAD, partition, -1, place, detail));
    }
  }
}
